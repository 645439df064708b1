// Masks that store the distances from kept weight to kept weight (relative-index CSR).
#pragma once

#include "models/masks/mask_decoder.hpp"

namespace fracbit::models {

/// The part of decode_mask that reads relative indices; the runs are checked already.
BitVector decode_relative_index(const Layer& layer, const StorageMap& map, const StoredMask& mask);

} // namespace fracbit::models
