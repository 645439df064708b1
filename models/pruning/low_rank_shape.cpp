#include "models/pruning/low_rank_shape.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace fracbit::models {

double bits_per_weight(const LowRankShape& shape) {
    return shape.rank * (1.0 / static_cast<double>(shape.tile_rows) + 1.0 / static_cast<double>(shape.tile_columns));
}

LowRankShape low_rank_shape(double budget, std::int64_t group_rows) {
    if (!(budget > 0))
        throw ConfigError(fmt::format("a low-rank mask of {} bits a weight; it needs more than 0", budget));
    if (group_rows < 1) throw ConfigError(fmt::format("group_rows is {}; row groups need at least 1 row", group_rows));
    constexpr double most = 1 << 30; // of rows or columns: far beyond any layer
    const double side = std::min(2 / budget, most);
    LowRankShape shape;
    shape.tile_rows = std::max<std::int64_t>(1, std::llround(side / static_cast<double>(group_rows))) * group_rows;
    while (budget - 1.0 / static_cast<double>(shape.tile_rows) <= 1 / most && shape.tile_rows < (1 << 30))
        shape.tile_rows += group_rows;
    const double left = budget - 1.0 / static_cast<double>(shape.tile_rows);
    // The small addition keeps a budget that a whole number of columns meets exactly from being rounded up.
    shape.tile_columns = std::max<std::int64_t>(1, std::llround(std::ceil(1 / std::max(left, 1 / most) - 1e-9)));
    return shape;
}

} // namespace fracbit::models
