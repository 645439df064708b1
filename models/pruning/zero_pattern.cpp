#include "models/pruning/zero_pattern.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>

namespace fracbit::models {

LowRankFactors factors_of_zeros(const Layer& layer, const StorageMap& map, std::span<const float> weights,
                                const LowRankShape& shape) {
    LowRankFactors factors = empty_factors(layer, map, shape.tile_rows, shape.tile_columns, 1);
    const std::int64_t columns = map.reduction(), tiles = tiles_of_row(map, shape.tile_columns);
    const auto bands = cut_bands(layer, map, shape.tile_rows);
    for (std::size_t b = 0; b < bands.size(); ++b)
        for (std::int64_t row = bands[b].first_row; row < bands[b].first_row + bands[b].rows; ++row)
            for (std::int64_t column = 0; column < columns; ++column) {
                if (weights[static_cast<std::size_t>(row * columns + column)] == 0) continue;
                factors.u[static_cast<std::size_t>(row * tiles + column / shape.tile_columns)] = 1;
                factors.v[b * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)] = 1;
            }
    const BitVector kept = multiply(layer, map, factors);
    for (std::int64_t i = 0; i < kept.size(); ++i)
        if (kept.get(i) && weights[static_cast<std::size_t>(i)] == 0)
            throw ConfigError(fmt::format(
                "layer '{}': its zeros are no low-rank mask of {} x {} tiles: weight {} is 0, though others of its row "
                "and of its column of the tile are not; use the mask budget and row groups that it was pruned with, or "
                "another --mask",
                layer.name, shape.tile_rows, shape.tile_columns, i));
    return factors;
}

} // namespace fracbit::models
