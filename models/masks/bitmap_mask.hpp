// Masks that store a bit a weight.
#pragma once

#include "models/masks/mask_decoder.hpp"

namespace fracbit::models {

/// The part of decode_mask that reads bitmaps; the runs are checked already.
BitVector decode_bitmap(const Layer& layer, const StorageMap& map, const StoredMask& mask);

} // namespace fracbit::models
