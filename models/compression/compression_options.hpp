// How a layer is pruned, quantized and encoded.
#pragma once

#include "models/core/cancelled.hpp"
#include "models/model/storage_order.hpp"
#include "models/model/stored_mask.hpp"
#include "models/model/stored_plane.hpp"

#include <cstdint>

namespace fracbit::models {

struct CompressionOptions {
    // Pruning and codes
    double sparsity = 0.9;   ///< share of weights that become 0
    bool keep_zeros = false; ///< instead: weights that are 0 stay so, all others are kept
    MaskFormat mask =
        MaskFormat::bitmap;    ///< low_rank: pruning chooses a mask that is such a product, others the largest
    double mask_budget = 0.14; ///< low_rank: bits a weight of the mask
    int q = 1;                 ///< planes
    int max_rounds = 30;       ///< of alternating fits of codes and scales; 0: greedy

    // Order in memory
    StorageOrder order = StorageOrder::k_major; ///< or tiled
    std::int64_t group_rows = 32;               ///< rows of the array
    std::int64_t tile_columns = 64;             ///< tiled: columns of the array

    // XOR code
    int n_in = 20; ///< stored bits of a slice
    /// Weights of a slice; 0: the cheapest by trial, for each plane. With a low-rank mask the slice that pruning evens
    /// out (balanced_slice in models/pruning/low_rank_pruning.hpp).
    int n_out = 0;
    int taps = 0;                               ///< ones in each row of the matrix; 0: dense
    PatchFormat patches = PatchFormat::counted; ///< or gaps; with registers always gaps
    int block_slices = 0;                       ///< counted: slices that share a width of counts; 0: the cheapest
    int registers = 0;                          ///< N_s: earlier seeds that the network sees
    std::int64_t beam = 16;                     ///< with registers: SequentialOptions::beam

    std::uint64_t seed = 1; ///< of pruning and matrices; plane i has the matrix of seed + i

    std::int64_t sample_weights = std::int64_t{1} << 19; ///< about as many are encoded for each trial of an n_out
    /// Layers of more weights than this are worked off in parts of whole row groups. Magnitude pruning gives the same
    /// mask; a low-rank mask then keeps its share in every part; n_out is chosen by the first part.
    std::int64_t part_weights = std::int64_t{1} << 26;

    CancelCheck cancelled{}; ///< asked by what takes long

    /// Columns of the XOR network.
    [[nodiscard]] int columns() const { return n_in * (registers + 1); }
};

/// Throws ConfigError that lists every problem: a number outside its range, k_major or tiled order missing, a network
/// of more than 64 columns or more columns than n_out.
void validate(const CompressionOptions& options);

} // namespace fracbit::models
