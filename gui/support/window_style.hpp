// Qt's Fusion style with three repairs: outlines can be seen on dark (Fusion makes them darker than the window,
// whatever that is), what is chosen in a list ends with an ellipsis where it does not fit, and labels and tooltips show
// the letters of a text: names of files, networks and spaces that look like HTML are not taken for it. A label of ours
// that is HTML says so (Qt::RichText).
#pragma once

#include <QProxyStyle>

namespace fracbit::gui {

class WindowStyle : public QProxyStyle {
    Q_OBJECT

public:
    WindowStyle();
    using QProxyStyle::polish;
    void polish(QWidget* widget) override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter,
                       const QWidget* widget) const override;
    void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter,
                     const QWidget* widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex* option, QPainter* painter,
                            const QWidget* widget) const override;
};

} // namespace fracbit::gui
