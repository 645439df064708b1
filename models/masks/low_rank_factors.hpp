// The factors of a low-rank mask: per tile, mask[r][c] = OR over i of U[r][i] AND V[i][c] (binary-index factorization,
// arXiv 1905.05686).
#pragma once

#include "models/gf2/bit_vector.hpp"
#include "models/masks/mask_bands.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// Rows of U and columns of V as words, bit i for component i.
struct LowRankFactors {
    static constexpr int max_rank = 64;

    std::int64_t tile_rows = 0, tile_columns = 0;
    int rank = 0;
    std::vector<std::uint64_t> u; ///< [row][tile of the row]
    std::vector<std::uint64_t> v; ///< [band][column]
    friend bool operator==(const LowRankFactors&, const LowRankFactors&) = default;
};

/// Factors of the right size, all zero: nothing is kept. Throws ConfigError naming the layer if tile_rows does not fit
/// the row groups (see cut_bands), tile_columns is below 1 or the rank is not in 1..64.
LowRankFactors empty_factors(const Layer& layer, const StorageMap& map, std::int64_t tile_rows,
                             std::int64_t tile_columns, int rank);

/// Tiles that a row crosses.
std::int64_t tiles_of_row(const StorageMap& map, std::int64_t tile_columns);

/// The Boolean product, in C order. The factors must have the sizes that empty_factors gives.
BitVector multiply(const Layer& layer, const StorageMap& map, const LowRankFactors& factors);

} // namespace fracbit::models
