#include "gui/points/axis_scale.hpp"

#include <cmath>
#include <limits>

namespace fracbit::gui {

double scaled(double value, bool logarithmic) {
    if (!std::isfinite(value)) return std::numeric_limits<double>::quiet_NaN();
    if (!logarithmic) return value;
    return value > 0 ? std::log10(value) : std::numeric_limits<double>::quiet_NaN();
}

double unscaled(double scaled_value, bool logarithmic) {
    constexpr double base = 10;
    return logarithmic ? std::pow(base, scaled_value) : scaled_value;
}

bool suits_logarithm(const PointSet& points, int column) {
    constexpr double wide = 30;
    const auto [low, high] = points.range(column);
    return low > 0 && high >= wide * low;
}

std::vector<double> scaled_values(const PointSet& points, const std::vector<int>& rows, int column, bool logarithmic) {
    std::vector<double> values;
    values.reserve(rows.size());
    for (const int row : rows) values.push_back(scaled(points.value(row, column), logarithmic));
    return values;
}

} // namespace fracbit::gui
