#include "gui/support/tick_menu.hpp"

#include <QMouseEvent>

#include <utility>

namespace fracbit::gui {
namespace {

bool can_be_ticked(const QAction* action) { return action != nullptr && action->isCheckable() && action->isEnabled(); }

} // namespace

void TickMenu::mousePressEvent(QMouseEvent* event) {
    pressed_ = actionAt(event->position().toPoint());
    QMenu::mousePressEvent(event);
}

void TickMenu::mouseReleaseEvent(QMouseEvent* event) {
    QAction* action = actionAt(event->position().toPoint());
    // Not without a press: the release of the button that opened the menu may come here, too.
    const bool clicked = std::exchange(pressed_, nullptr) == action && event->button() == Qt::LeftButton;
    if (clicked && can_be_ticked(action)) return action->trigger();
    QMenu::mouseReleaseEvent(event);
}

void TickMenu::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && can_be_ticked(activeAction())) return activeAction()->trigger();
    QMenu::keyPressEvent(event);
}

} // namespace fracbit::gui
