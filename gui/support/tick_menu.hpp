// A menu of which several entries are ticked one after the other: it stays open meanwhile.
#pragma once

#include <QMenu>

namespace fracbit::gui {

/// A click or Space on an entry that can be ticked leaves the menu open; Enter ticks and closes it, as in any menu.
class TickMenu : public QMenu {
    Q_OBJECT

public:
    using QMenu::QMenu;

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QAction* pressed_ = nullptr; ///< the entry under the last press: only compared, it may be gone
};

} // namespace fracbit::gui
