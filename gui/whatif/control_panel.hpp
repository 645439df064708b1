// The left side of the page: buttons for files above the controls of the design.
#pragma once

#include <QWidget>

namespace fracbit::gui {

class ControlColumn;
class NetworkBook;
class PresentDesign;

class ControlPanel : public QWidget {
    Q_OBJECT

public:
    /// Both must outlive this object.
    ControlPanel(PresentDesign& design, const NetworkBook& book, QWidget* parent = nullptr);
    [[nodiscard]] ControlColumn& controls() { return *controls_; }

Q_SIGNALS:
    void open_clicked();
    void save_clicked();

private:
    ControlColumn* controls_;
};

} // namespace fracbit::gui
