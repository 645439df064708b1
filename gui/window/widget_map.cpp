#include "gui/window/widget_map.hpp"

#include "gui/support/text.hpp"
#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPlainTextEdit>
#include <QProgressBar>
#include <QStatusBar>
#include <QTabBar>
#include <QTextEdit>
#include <QTimer>
#include <QVariantMap>

#include <cstdio>
#include <utility>

namespace fracbit::gui {
namespace {

QJsonObject place(const QWidget& on, const QRect& rect) {
    const QPoint corner = on.mapToGlobal(rect.topLeft());
    return {{QStringLiteral("x"), corner.x()},
            {QStringLiteral("y"), corner.y()},
            {QStringLiteral("width"), rect.width()},
            {QStringLiteral("height"), rect.height()},
            {QStringLiteral("enabled"), on.isEnabled()}};
}

void add_contents(const QWidget& widget, QJsonObject& entry) {
    const auto text = QStringLiteral("text");
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) entry[text] = label->text();
    if (const auto* edit = qobject_cast<const QLineEdit*>(&widget)) entry[text] = edit->text();
    if (const auto* log = qobject_cast<const QPlainTextEdit*>(&widget)) entry[text] = log->toPlainText().right(4000);
    if (const auto* page = qobject_cast<const QTextEdit*>(&widget)) entry[text] = page->toPlainText();
    if (const auto* status = qobject_cast<const QStatusBar*>(&widget)) entry[text] = status->currentMessage();
    if (const auto* combo = qobject_cast<const QComboBox*>(&widget)) entry[text] = combo->currentText();
    if (const auto* spin = qobject_cast<const QAbstractSpinBox*>(&widget)) entry[text] = spin->text();
    if (const auto* slider = qobject_cast<const QAbstractSlider*>(&widget))
        entry[QStringLiteral("value")] = slider->value();
    if (const auto* bar = qobject_cast<const QProgressBar*>(&widget)) {
        entry[text] = bar->text();
        entry[QStringLiteral("value")] = bar->value();
    }
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) {
        entry[text] = button->text();
        if (button->isCheckable()) entry[QStringLiteral("checked")] = button->isChecked();
    }
    if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget); view != nullptr && view->model() != nullptr)
        entry[QStringLiteral("rows")] = view->model()->rowCount(view->rootIndex());
}

/// Widgets that paint things of their own say where they are.
void add_places(const QWidget& widget, const QString& name, QJsonObject& map) {
    if (widget.metaObject()->indexOfMethod("script_places()") < 0) return;
    QVariantMap places;
    QMetaObject::invokeMethod(const_cast<QWidget*>(&widget), "script_places", Qt::DirectConnection,
                              Q_RETURN_ARG(QVariantMap, places));
    for (auto at = places.begin(); at != places.end(); ++at)
        map[name + QLatin1Char('/') + at.key()] = place(widget, QRect(at->toPoint(), QSize(1, 1)));
}

void add_parts(const QWidget& widget, const QString& name, QJsonObject& map) {
    add_places(widget, name, map);
    if (const auto* tabs = qobject_cast<const QTabBar*>(&widget))
        for (int i = 0; i < tabs->count(); ++i)
            map[name + QLatin1Char('/') + tabs->tabText(i).remove(QLatin1Char('&'))] = place(widget, tabs->tabRect(i));
    if (const auto* view = qobject_cast<const QAbstractItemView*>(&widget); view != nullptr && view->model() != nullptr)
        for (QModelIndex row = view->indexAt({0, 0}); row.isValid(); row = row.siblingAtRow(row.row() + 1)) {
            const QRect rect = view->visualRect(row) & view->viewport()->rect();
            if (rect.isEmpty()) break;
            map[QStringLiteral("%1/row %2").arg(name).arg(row.row())] = place(*view->viewport(), rect);
        }
    const auto add_actions = [&](const auto& menu) {
        for (const QAction* action : menu.actions())
            if (action->isVisible() && !action->isSeparator())
                map[name + QLatin1Char('/') + action->text().remove(QLatin1Char('&'))] =
                    place(widget, menu.actionGeometry(const_cast<QAction*>(action)));
    };
    if (const auto* menu = qobject_cast<const QMenu*>(&widget)) add_actions(*menu);
    if (const auto* bar = qobject_cast<const QMenuBar*>(&widget)) add_actions(*bar);
}

} // namespace

QByteArray widget_map() {
    QJsonObject map;
    const auto widgets = QApplication::allWidgets();
    for (const QWidget* widget : widgets) {
        const QString name = widget->objectName();
        if (!widget->isVisible() || name.isEmpty() || name.startsWith(QLatin1String("qt_"))) continue;
        QJsonObject entry = place(*widget, widget->rect());
        add_contents(*widget, entry);
        map[name] = entry;
        add_parts(*widget, name, map);
    }
    return QJsonDocument(map).toJson();
}

WidgetMapFile::WidgetMapFile(QString path, QObject* parent)
    : QObject(parent), path_(std::move(path)), timer_(new QTimer(this)) {
    constexpr int milliseconds = 100;
    connect(timer_, &QTimer::timeout, this, &WidgetMapFile::write);
    timer_->start(milliseconds);
}

void WidgetMapFile::write() {
    const QByteArray now = widget_map();
    if (now == written_) return;
    try {
        models::AtomicFile file(to_std(path_));
        file.write({now.constData(), static_cast<std::size_t>(now.size())});
        file.commit();
        written_ = now;
    } catch (const Error& error) {
        std::fprintf(stderr, "fracbit-gui: error: %s\n", error.what());
        timer_->stop();
    }
}

} // namespace fracbit::gui
