// The pinned designs: a row of buttons for each, and the table that compares them.
#pragma once

#include "gui/designs/design_list.hpp"
#include "gui/whatif/comparison.hpp"

#include <QWidget>

class QGridLayout;
class QLabel;
class QTableView;

namespace fracbit::gui {

class PinnedPanel : public QWidget {
    Q_OBJECT

public:
    /// Both must outlive this object.
    PinnedPanel(DesignList& designs, const PinnedFigures& pinned, QWidget* parent = nullptr);
    [[nodiscard]] const ComparisonModel& table() const { return model_; }

Q_SIGNALS:
    void open_requested(const fracbit::gui::Design& design);
    void simulate_requested(const fracbit::gui::Design& design);

private:
    void fill();
    void add_design(int number);
    DesignList& designs_;
    ComparisonModel model_;
    QWidget* list_;
    QGridLayout* rows_;
    QTableView* view_;
    QLabel* hint_;
};

} // namespace fracbit::gui
