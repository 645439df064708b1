// Bits of a plane between C order ([out_channels][reduction]) and the order in which a row group stores them.
#pragma once

#include "models/gf2/bit_vector.hpp"
#include "models/inference/storage_order.hpp"

#include <vector>

namespace fracbit::models {

/// The bits of each row group in storage order, from a plane in C order. Throws ConfigError naming the layer if the
/// plane does not have one bit a weight.
std::vector<BitVector> cut_into_row_groups(const Layer& layer, const StorageMap& map, const BitVector& c_order);

/// The inverse. Each group must have as many bits as the map says.
BitVector join_row_groups(const StorageMap& map, const std::vector<BitVector>& groups);

} // namespace fracbit::models
