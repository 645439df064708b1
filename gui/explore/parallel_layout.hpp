// Where axes of parallel coordinates stand: pixels of the widget to axes and shares of their length, and back.
#pragma once

#include <QPoint>
#include <QRect>

namespace fracbit::gui {

struct ParallelLayout {
    QRect plot; ///< the axes reach from its bottom to its top
    int axes = 0;

    [[nodiscard]] int axis_x(int axis) const;
    /// `share`: 0 at the bottom, 1 at the top.
    [[nodiscard]] QPoint position(int axis, double share) const;
    [[nodiscard]] int axis_at(QPoint at) const; ///< -1: none near
    [[nodiscard]] double share_at(int y) const; ///< 0 below the axes, 1 above
};

} // namespace fracbit::gui
