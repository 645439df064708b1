// The Pareto front of two columns alone, as a line.
#pragma once

#include "gui/points/point_set.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace fracbit::gui {

/// Which way is better in a column: that of the objective of the same name. Nothing: no objective says.
[[nodiscard]] std::optional<bool> maximized(const PointSet& points, int column);

/// Of those rows that no other is better than in both columns (values as stored), by x ascending; one of several with
/// equal values. Rows without a value in either are left out.
[[nodiscard]] std::vector<int> pair_front(const PointSet& points, const std::vector<int>& rows, int x, bool maximize_x,
                                          int y, bool maximize_y);

} // namespace fracbit::gui
