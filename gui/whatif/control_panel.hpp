// The left side of the page: buttons for files above the controls of the design.
#pragma once

#include <QWidget>

class QPushButton;

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
    void allow_reset(bool allowed);

Q_SIGNALS:
    void open_clicked();
    void save_clicked();
    void reset_clicked();

private:
    ControlColumn* controls_;
    QPushButton* reset_;
};

} // namespace fracbit::gui
