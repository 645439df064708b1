// Masks into storage (models/model/stored_mask.hpp). A mask is in C order, [out_channels][reduction], 1 is kept.
#pragma once

#include "models/masks/low_rank_factors.hpp"
#include "models/model/stored_mask.hpp"

namespace fracbit::models {

/// A bit a weight. Throws ConfigError naming the layer if the mask does not have one bit a weight.
StoredMask encode_bitmap(const Layer& layer, const StorageMap& map, const BitVector& mask);

/// Widest gap that is tried and allowed.
inline constexpr int max_index_bits = 24;

/// Distances of `gap_bits` bits; 0 takes the width that needs the fewest bits, the narrowest of equals. Throws
/// ConfigError naming the layer if the mask does not have one bit a weight or the width is not in 0..24.
StoredMask encode_relative_index(const Layer& layer, const StorageMap& map, const BitVector& mask, int gap_bits = 0);

/// The factors of a mask that is a Boolean product. Throws ConfigError naming the layer as empty_factors does, and if
/// the factors do not have the sizes that their tiles need or bits beyond their rank.
StoredMask encode_low_rank(const Layer& layer, const StorageMap& map, const LowRankFactors& factors);

/// Bits that a mask occupies in memory: its stream and, for relative_index, the offsets of its runs.
std::int64_t mask_bits(const StoredMask& mask);

} // namespace fracbit::models
