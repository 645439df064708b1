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
    using Cost = std::tuple<double, double, int>; // both minimised
    const auto front_of = [](std::vector<Cost>& costs) {
        std::sort(costs.begin(), costs.end());
        std::size_t kept = 0;
        double best = std::numeric_limits<double>::infinity();
        for (const Cost& cost : costs) {
            if (std::get<1>(cost) >= best) continue;
            best = std::get<1>(cost);
            costs[kept++] = cost;
        }
        costs.resize(kept);
    };
    // Most points are worse than one of the front so far: only the others are sorted.
    constexpr std::size_t least_batch = 1024;
    std::vector<Cost> known, fresh;
    const auto worse = [&known](double x, double y) {
        const auto after = std::upper_bound(known.begin(), known.end(), x,
                                            [](double value, const Cost& cost) { return value < std::get<0>(cost); });
        return after != known.begin() && std::get<1>(*std::prev(after)) < y;
    };
    const auto join = [&] {
        known.insert(known.end(), fresh.begin(), fresh.end());
        fresh.clear();
        front_of(known);
    };
    for (const int row : rows) {
        const double at_x = points.value(row, x), at_y = points.value(row, y);
        if (!std::isfinite(at_x) || !std::isfinite(at_y)) continue;
        const double cost_x = maximize_x ? -at_x : at_x, cost_y = maximize_y ? -at_y : at_y;
        if (worse(cost_x, cost_y)) continue;
        fresh.emplace_back(cost_x, cost_y, row);
        if (fresh.size() >= least_batch + known.size()) join();
    }
    join();
    std::vector<int> front;
    for (const Cost& cost : known) front.push_back(std::get<2>(cost));
    if (maximize_x) std::reverse(front.begin(), front.end());
    return front;
}

} // namespace fracbit::gui
