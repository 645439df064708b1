// A point in a few lines, as it is shown beside the pointer.
#pragma once

#include "gui/points/point_set.hpp"

namespace fracbit::gui {

/// Number, whether it is on the front, objectives, parameters that differ between points, where its accuracy comes
/// from.
[[nodiscard]] QString point_text(const PointSet& points, int row);

} // namespace fracbit::gui
