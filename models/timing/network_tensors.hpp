// Where the activations of a network go between its layers: their storage, and what stays in the activation buffer.
#pragma once

#include "models/config/architecture.hpp"
#include "models/network/network.hpp"
#include "models/timing/layer_work.hpp"

#include <vector>

namespace fracbit::models::timing {

/// Throws ConfigError if a layer reads a tensor with another shape than the stored one allows.
std::vector<LayerTensors> tensors_of(const Architecture& architecture, const Network& network);

} // namespace fracbit::models::timing
