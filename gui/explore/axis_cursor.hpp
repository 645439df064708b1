// Where the keyboard is in parallel coordinates: an axis, a place on it, and where a range began.
#pragma once

namespace fracbit::gui {

struct AxisCursor {
    int axis = 0;
    double share = 1;       ///< 0 at the axis' bottom, 1 at its top
    double from = 1;        ///< the other end of the range
    bool extending = false; ///< there is a range, from `from` to `share`

    /// Left and Right: another axis; Up and Down: along it, with Shift extending a range. False for other keys.
    bool move(int key, bool shift, int axes);
};

} // namespace fracbit::gui
