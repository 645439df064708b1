// A network cut down to the layers that a user names.
#pragma once

#include "models/network/network.hpp"

#include <string>
#include <vector>

namespace fracbit::models {

/// The named layers in the network's order, each on its own: inputs are drawn, residual operands of array layers are
/// left out. `indices` gets their places in `network`. Throws ConfigError for unknown names, with the nearest.
Network selected_layers(const Network& network, const std::vector<std::string>& names, std::vector<int>& indices);

} // namespace fracbit::models
