// Which weights of a layer to keep when the mask must be a Boolean product of thin matrices, tile by tile (binary-index
// factorization, arXiv 1905.05686, where a mask is approximated; here the product is the mask, so nothing is lost in
// storing it).
//
// Chosen by coordinate ascent: with V fixed, each row of a tile takes the best of all 2^rank unions of V's rows, then
// each column likewise; a weight is worth its magnitude less a price that is set so that the density comes out right.
// Since a Boolean product comes in blocks, kept weights crowd in some slices, which costs the encoder patches. So each
// slice also pays for the square of what it keeps beyond its share.
#pragma once

#include "models/core/cancelled.hpp"
#include "models/masks/low_rank_factors.hpp"

#include <span>

namespace fracbit::models {

struct LowRankOptions {
    double sparsity = 0.9;
    int rank = 1;
    std::int64_t tile_rows = 32; ///< whole row groups
    std::int64_t tile_columns = 10;
    std::int64_t slice = 200; ///< consecutive stored weights that are to keep equally many: the encoder's n_out
    double balance = 0.25;    ///< how much that counts; 0: not at all
    std::uint64_t seed = 1;
    CancelCheck cancelled{};           ///< asked before each tile, or band of tiles
    static constexpr int max_rank = 6; ///< of a chosen mask: every union is tried
};

/// The slice at which balanced masks take fewest bits with n_in seed bits, for pruning and as the encoder's n_out:
/// seeds can then meet nearly all that a slice keeps, 0.95 * n_in. At least n_in, at most 1024.
std::int64_t balanced_slice(int n_in, double sparsity);

/// Factors whose product keeps (1 - sparsity) of the weights, as near as its rows and tiles allow (within 0.0005 where
/// the layer has ten thousand weights or more). `weights` in C order. Same options, same factors, whatever the number
/// of threads. Throws ConfigError if there is not one finite weight for each of the layer's, an option is out of range,
/// or the tiles do not fit the row groups (see empty_factors); Cancelled.
LowRankFactors prune_low_rank(const Layer& layer, const StorageMap& map, std::span<const float> weights,
                              const LowRankOptions& options);

} // namespace fracbit::models
