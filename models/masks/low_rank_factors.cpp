#include "models/masks/low_rank_factors.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>
#include <tbb/parallel_for.h>

namespace fracbit::models {

std::int64_t tiles_of_row(const StorageMap& map, std::int64_t tile_columns) {
    return (map.reduction() - 1) / tile_columns + 1; // tile_columns may be as large as a number can be
}

LowRankFactors empty_factors(const Layer& layer, const StorageMap& map, std::int64_t tile_rows,
                             std::int64_t tile_columns, int rank) {
    if (tile_columns < 1)
        throw ConfigError(fmt::format("layer '{}': mask tiles of {} columns; tiles need at least 1 column", layer.name,
                                      tile_columns));
    if (rank < 1 || rank > LowRankFactors::max_rank)
        throw ConfigError(
            fmt::format("layer '{}': a mask of rank {}; allowed: 1 to {}", layer.name, rank, LowRankFactors::max_rank));
    const auto bands = cut_bands(layer, map, tile_rows);
    LowRankFactors factors{tile_rows, tile_columns, rank, {}, {}};
    factors.u.resize(static_cast<std::size_t>(layer.out_channels * tiles_of_row(map, tile_columns)));
    factors.v.resize(bands.size() * static_cast<std::size_t>(map.reduction()));
    return factors;
}

BitVector multiply(const Layer& layer, const StorageMap& map, const LowRankFactors& factors) {
    const auto bands = cut_bands(layer, map, factors.tile_rows);
    const std::int64_t columns = map.reduction();
    const std::int64_t tiles = tiles_of_row(map, factors.tile_columns);
    std::vector<BitVector> parts(bands.size()); // bands share words of the result
    tbb::parallel_for(std::size_t{0}, bands.size(), [&](std::size_t b) {
        const MaskBand& band = bands[b];
        const std::uint64_t* v = factors.v.data() + static_cast<std::int64_t>(b) * columns;
        BitVector part(band.rows * columns);
        for (std::int64_t row = 0; row < band.rows; ++row) {
            const std::uint64_t* u = factors.u.data() + (band.first_row + row) * tiles;
            for (std::int64_t c = 0; c < columns; ++c)
                if ((u[c / factors.tile_columns] & v[c]) != 0) part.set(row * columns + c, true);
        }
        parts[b] = std::move(part);
    });
    BitVector mask(layer.out_channels * columns);
    for (std::size_t b = 0; b < bands.size(); ++b)
        mask.copy(bands[b].first_row * columns, parts[b], 0, parts[b].size());
    return mask;
}

} // namespace fracbit::models
