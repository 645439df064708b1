// The numbers beside pinned points of the scatter plot.
#pragma once

#include "gui/support/qcustomplot.hpp"

#include <vector>

namespace fracbit::gui {

class PointLayer;

class PinLabels {
public:
    /// Both must outlive it.
    PinLabels(QCustomPlot& plot, const PointLayer& points) : plot_(plot), points_(points) {}

    /// 1, 2, ... beside the points of these rows, in the colours of now.
    void show(const std::vector<int>& rows);
    [[nodiscard]] const std::vector<int>& rows() const { return rows_; }
    /// Where the points are now; without those that are not shown.
    void place();

private:
    QCustomPlot& plot_;
    const PointLayer& points_;
    std::vector<int> rows_;
    std::vector<QCPItemText*> labels_; // the plot's
};

} // namespace fracbit::gui
