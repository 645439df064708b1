// A column on an axis: values to shares of a length, linear or logarithmic.
#pragma once

#include "gui/points/point_set.hpp"

#include <vector>

namespace fracbit::gui {

/// Logarithms are to base 10. A value that a logarithmic axis cannot show is not a number.
[[nodiscard]] double scaled(double value, bool logarithmic);
[[nodiscard]] double unscaled(double scaled_value, bool logarithmic);

/// Whether a logarithmic axis suits the column: all values are positive, and the largest is at least 30 times the
/// smallest.
[[nodiscard]] bool suits_logarithm(const PointSet& points, int column);

/// Scaled values of rows.
[[nodiscard]] std::vector<double> scaled_values(const PointSet& points, const std::vector<int>& rows, int column,
                                                bool logarithmic);

} // namespace fracbit::gui
