#include "gui/support/window_style.hpp"

#include <QLabel>
#include <QPainter>
#include <QStyleOption>

namespace fracbit::gui {
namespace {

void draw_outline(const QStyleOption& option, QPainter& painter) {
    const bool dark = option.palette.color(QPalette::Window).lightnessF() < 0.5F;
    if (!dark || option.state.testFlag(QStyle::State_HasFocus)) return; // Fusion shows the focus well
    QColor color = option.palette.color(QPalette::PlaceholderText);
    constexpr int enabled = 150, disabled = 70;
    color.setAlpha(option.state.testFlag(QStyle::State_Enabled) ? enabled : disabled);
    painter.save();
    painter.setPen(color);
    painter.setBrush(Qt::NoBrush);
    painter.setRenderHint(QPainter::Antialiasing);
    constexpr double round = 2;
    painter.drawRoundedRect(QRectF(option.rect).adjusted(0.5, 0.5, -0.5, -0.5), round, round);
    painter.restore();
}

} // namespace

WindowStyle::WindowStyle() : QProxyStyle(QStringLiteral("Fusion")) {}

void WindowStyle::polish(QWidget* widget) {
    QProxyStyle::polish(widget);
    auto* label = qobject_cast<QLabel*>(widget); // a tooltip is one, too
    if (label != nullptr && label->textFormat() == Qt::AutoText) label->setTextFormat(Qt::PlainText);
}

void WindowStyle::drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                                const QWidget* widget) const {
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element == PE_FrameLineEdit || element == PE_IndicatorCheckBox) draw_outline(*option, *painter);
}

void WindowStyle::drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                              const QWidget* widget) const {
    const auto* combo = element == CE_ComboBoxLabel ? qstyleoption_cast<const QStyleOptionComboBox*>(option) : nullptr;
    if (combo == nullptr) return QProxyStyle::drawControl(element, option, painter, widget);
    QStyleOptionComboBox fitted = *combo;
    const QRect room = proxy()->subControlRect(CC_ComboBox, combo, SC_ComboBoxEditField, widget);
    constexpr int margins = 4;
    fitted.currentText = combo->fontMetrics.elidedText(combo->currentText, Qt::ElideRight, room.width() - margins);
    QProxyStyle::drawControl(element, &fitted, painter, widget);
}

void WindowStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                                     const QWidget* widget) const {
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_SpinBox || control == CC_ComboBox) draw_outline(*option, *painter);
}

} // namespace fracbit::gui
