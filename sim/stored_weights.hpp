// The weight bits of a layer as memory holds them.
#pragma once

#include "sim/layer_run.hpp"

namespace fracbit::sim {

/// Fills `stored` (and `stored_dense` for 8-bit weights, which memory keeps in the layer's storage order).
void point_to_stored_weights(LayerRun& run);

} // namespace fracbit::sim
