// Whether the machine can read and hold a layer's weights. All throw ConfigError naming the layer.
#pragma once

#include "models/timing/layer_work.hpp"

namespace fracbit::models::timing {

/// Encoded planes need their XOR network.
void check_network(const Layer& layer, const StoredPlane& plane);
/// Weights that are not row-major, and pruned ones, were cut for one array.
void check_storage(const LayerWork& work);
/// The decoded-weight buffer holds the largest unit.
void check_unit(const LayerWork& work);
/// The weight reader holds a word and a burst.
void check_reader(const LayerWork& work, std::int64_t word_bits);

} // namespace fracbit::models::timing
