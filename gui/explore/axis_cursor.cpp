#include "gui/explore/axis_cursor.hpp"

#include <Qt>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

constexpr double steps_of_axis = 40;

} // namespace

bool AxisCursor::move(int key, bool shift, int axes) {
    const bool across = key == Qt::Key_Left || key == Qt::Key_Right;
    if (!across && key != Qt::Key_Up && key != Qt::Key_Down) return false;
    if (across) {
        axis = std::clamp(axis + (key == Qt::Key_Left ? -1 : 1), 0, std::max(0, axes - 1));
        extending = false;
        return true;
    }
    if (!extending) from = share;
    extending = shift;
    share = std::clamp((std::round(share * steps_of_axis) + (key == Qt::Key_Up ? 1 : -1)) / steps_of_axis, 0.0, 1.0);
    return true;
}

} // namespace fracbit::gui
