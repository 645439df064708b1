// The pinned designs as a list, and what can be done with them.
#pragma once

#include "gui/designs/design_list.hpp"

#include <QGroupBox>

class QListWidget;
class QPushButton;

namespace fracbit::gui {

class PinsBox : public QGroupBox {
    Q_OBJECT

public:
    /// `designs` must outlive the box.
    explicit PinsBox(DesignList& designs, QWidget* parent = nullptr);

Q_SIGNALS:
    void compare_requested();
    void simulate_requested(const fracbit::gui::Design& design);

private:
    void show_designs();
    [[nodiscard]] int chosen() const; ///< the first if none is

    DesignList& designs_;
    QListWidget* list_;
    QPushButton *compare_, *simulate_, *unpin_;
};

} // namespace fracbit::gui
