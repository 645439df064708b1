#include "gui/explore/parallel_layout.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

namespace fracbit::gui {
namespace {

constexpr int axis_reach = 14; // pixels from the pointer to an axis

} // namespace

int ParallelLayout::axis_x(int axis) const {
    // Half a gap beside the outer axes: that is where their titles go.
    const double gap = static_cast<double>(plot.width()) / std::max(1, axes);
    return plot.left() + static_cast<int>(std::lround(gap * (axis + 0.5)));
}

QPoint ParallelLayout::position(int axis, double share) const {
    return {axis_x(axis), plot.bottom() - static_cast<int>(std::lround(share * (plot.height() - 1)))};
}

int ParallelLayout::axis_at(QPoint at) const {
    for (int axis = 0; axis < axes; ++axis)
        if (std::abs(at.x() - axis_x(axis)) <= axis_reach) return axis;
    return -1;
}

double ParallelLayout::share_at(int y) const {
    return std::clamp(static_cast<double>(plot.bottom() - y) / std::max(1, plot.height() - 1), 0.0, 1.0);
}

} // namespace fracbit::gui
