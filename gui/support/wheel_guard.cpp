#include "gui/support/wheel_guard.hpp"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QSlider>

namespace fracbit::gui {
namespace {

class WheelGuard final : public QObject {
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() != QEvent::Wheel) return false;
        const auto* widget = qobject_cast<const QWidget*>(watched);
        if (widget == nullptr || widget->hasFocus()) return false;
        event->ignore(); // its parent gets it
        return true;
    }
};

} // namespace

void ignore_wheel_without_focus(QWidget& root) {
    auto* guard = new WheelGuard(&root);
    const auto watch = [guard](QWidget* control) {
        control->setFocusPolicy(Qt::StrongFocus); // the default of some is to take the focus by the wheel
        control->installEventFilter(guard);
    };
    for (QAbstractSpinBox* spin : root.findChildren<QAbstractSpinBox*>()) watch(spin);
    for (QComboBox* combo : root.findChildren<QComboBox*>()) watch(combo);
    for (QSlider* slider : root.findChildren<QSlider*>()) watch(slider);
}

} // namespace fracbit::gui
