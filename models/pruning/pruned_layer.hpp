// What the steps of low-rank pruning share: the layer's weights and the factors that are being chosen.
#pragma once

#include "models/pruning/low_rank_pruning.hpp"
#include "models/pruning/tile_search.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {

struct PrunedLayer {
    const Layer& layer;
    const StorageMap& map;
    std::span<const float> weights;
    const LowRankOptions& options;
    std::vector<MaskBand> bands;
    float scale = 1; ///< makes the mean magnitude 1, so that prices do not depend on the layer's units
    LowRankFactors factors{};

    [[nodiscard]] double density() const { return 1 - options.sparsity; }
    [[nodiscard]] std::int64_t tiles() const { return tiles_of_row(map, options.tile_columns); }
    [[nodiscard]] std::int64_t first_column(std::int64_t tile) const { return tile * options.tile_columns; }
    [[nodiscard]] std::int64_t columns(std::int64_t tile) const {
        return std::min(options.tile_columns, map.reduction() - first_column(tile));
    }
    [[nodiscard]] std::uint64_t& u(std::int64_t row, std::int64_t tile) {
        return factors.u[static_cast<std::size_t>(row * tiles() + tile)];
    }
    [[nodiscard]] std::uint64_t& v(std::size_t band, std::int64_t column) {
        return factors.v[band * static_cast<std::size_t>(map.reduction()) + static_cast<std::size_t>(column)];
    }
    [[nodiscard]] float magnitude(std::int64_t row, std::int64_t column) const {
        return std::abs(weights[static_cast<std::size_t>(row * map.reduction() + column)]) * scale;
    }

    /// Magnitudes of a tile, less a price.
    [[nodiscard]] TileGains gains(const MaskBand& band, std::int64_t tile, float price) const {
        TileGains gains{band.rows, columns(tile), {}};
        gains.values.reserve(static_cast<std::size_t>(gains.rows * gains.columns));
        for (std::int64_t row = band.first_row; row < band.first_row + band.rows; ++row)
            for (std::int64_t c = first_column(tile); c < first_column(tile) + gains.columns; ++c)
                gains.values.push_back(magnitude(row, c) - price);
        return gains;
    }

    /// A tile's own random numbers, so that the order of work does not matter.
    [[nodiscard]] Random random(std::size_t band, std::int64_t tile) const {
        return Random(options.seed + 0x9e3779b97f4a7c15U * (band * static_cast<std::uint64_t>(tiles()) +
                                                            static_cast<std::uint64_t>(tile)));
    }
};

/// Ascents per tile: more of them gain next to nothing.
inline constexpr int tile_starts = 6;

} // namespace fracbit::models
