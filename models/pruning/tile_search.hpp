// The rank-k Boolean product that gains most on one tile.
#pragma once

#include "models/core/random.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

/// What keeping each weight of a tile is worth: [rows][columns].
struct TileGains {
    std::int64_t rows = 0, columns = 0;
    std::vector<float> values;
    [[nodiscard]] TileGains transposed() const;
};

/// Words of factors, as in LowRankFactors.
struct TileFactors {
    std::vector<std::uint64_t> u, v; ///< [row], [column]
    double gain = 0;                 ///< sum over kept weights
};

/// For each column of the tile, the union of components (rows given by `u`) that gains most; of equals the one that
/// keeps more components. Exact: all 2^rank unions are tried. `rank` is 1 to 6.
std::vector<std::uint64_t> best_columns(const TileGains& gains, std::span<const std::uint64_t> u, int rank,
                                        double* gain = nullptr);

/// Best of `starts` ascents that settle rows and columns in turn. Each starts from components that are near the
/// worthwhile columns of a random row.
TileFactors search_tile(const TileGains& gains, int rank, int starts, Random& random);

} // namespace fracbit::models
