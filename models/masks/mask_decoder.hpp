// Masks out of storage (models/model/stored_mask.hpp).
#pragma once

#include "models/masks/low_rank_factors.hpp"
#include "models/model/stored_mask.hpp"

namespace fracbit::models {

/// The mask in C order, [out_channels][reduction], 1 is kept. Throws ConfigError naming the layer and what is wrong if
/// the runs do not fit the row groups or the stream, a run ends early or has bits left over, an entry passes the end of
/// its row group, or a width, rank or tile is not allowed.
BitVector decode_mask(const Layer& layer, const StorageMap& map, const StoredMask& mask);

/// The factors of a mask in low_rank format; errors as above.
LowRankFactors decode_factors(const Layer& layer, const StorageMap& map, const StoredMask& mask);

} // namespace fracbit::models
