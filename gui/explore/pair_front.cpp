#include "gui/explore/pair_front.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace fracbit::gui {

std::optional<bool> maximized(const PointSet& points, int column) {
    for (const int objective : points.columns_of("objective"))
        if (objective == column || points.column(objective).name == points.column(column).name)
            return points.column(objective).maximize;
    return std::nullopt;
}

std::vector<int> pair_front(const PointSet& points, const std::vector<int>& rows, int x, bool maximize_x, int y,
                            bool maximize_y) {
    std::vector<std::tuple<double, double, int>> costs; // both minimised
    for (const int row : rows) {
        const double at_x = points.value(row, x), at_y = points.value(row, y);
        if (std::isfinite(at_x) && std::isfinite(at_y))
            costs.emplace_back(maximize_x ? -at_x : at_x, maximize_y ? -at_y : at_y, row);
    }
    std::sort(costs.begin(), costs.end());
    std::vector<int> front;
    double best = std::numeric_limits<double>::infinity();
    for (const auto& [cost_x, cost_y, row] : costs) {
        if (cost_y >= best) continue;
        best = cost_y;
        front.push_back(row);
    }
    if (maximize_x) std::reverse(front.begin(), front.end());
    return front;
}

} // namespace fracbit::gui
