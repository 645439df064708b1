#include "gui/explore/parallel_axes.hpp"

#include "gui/points/axis_scale.hpp"
#include "gui/support/text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fracbit::gui {

double ParallelAxis::share(double value) const {
    const double at = scaled(value, logarithmic);
    return high > low ? (at - low) / (high - low) : std::isnan(at) ? at : 0.5;
}

double ParallelAxis::value(double share) const { return unscaled(low + share * (high - low), logarithmic); }

QString ParallelAxis::text(const PointSet& points, double share) const {
    const auto& texts = points.column(column).texts;
    if (texts.empty()) return short_number(value(share), 3);
    const auto choice = static_cast<std::size_t>(std::max(0.0, std::round(value(share))));
    return to_qt(texts[std::min(choice, texts.size() - 1)]);
}

ValueRange ParallelAxis::brushed(double share_a, double share_b, double margin) const {
    const auto [bottom, top] = std::minmax(share_a, share_b);
    ValueRange range;
    if (bottom > margin) range.low = value(bottom);
    if (top < 1 - margin) range.high = value(top);
    return range;
}

std::optional<std::pair<double, double>> ParallelAxis::shares(const ValueRange& range) const {
    const double bottom = std::isinf(range.low) ? 0 : share(range.low),
                 top = std::isinf(range.high) ? 1 : share(range.high);
    if (!(bottom <= 1 && top >= 0)) return std::nullopt;
    return std::pair(std::max(0.0, bottom), std::min(1.0, top));
}

ParallelAxis axis_of(const PointSet& points, int column) {
    ParallelAxis axis{column, suits_logarithm(points, column), 0, 1};
    const auto [low, high] = points.range(column);
    axis.low = scaled(low, axis.logarithmic);
    axis.high = scaled(high, axis.logarithmic);
    return axis;
}

std::vector<ParallelAxis> usual_axes(const PointSet& points, int most) {
    std::vector<int> columns = points.columns_of("objective");
    for (const int column : points.varied_columns_of("parameter")) columns.push_back(column);
    std::vector<ParallelAxis> axes;
    for (const int column : columns)
        if (static_cast<int>(axes.size()) < most) axes.push_back(axis_of(points, column));
    return axes;
}

} // namespace fracbit::gui
