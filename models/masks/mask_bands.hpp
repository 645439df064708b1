// Bands of a low-rank mask: the rows that share one V (models/model/stored_mask.hpp).
#pragma once

#include "models/inference/storage_order.hpp"

#include <vector>

namespace fracbit::models {

struct MaskBand {
    std::int64_t first_row = 0, rows = 0;
    std::size_t first_group = 0, groups = 0; ///< row groups of the map
};

/// Bands of `tile_rows` rows; the last of a convolution group takes what is left. Throws ConfigError naming the layer
/// if tile_rows is below 1, or if a band would end inside a row group.
std::vector<MaskBand> cut_bands(const Layer& layer, const StorageMap& map, std::int64_t tile_rows);

} // namespace fracbit::models
