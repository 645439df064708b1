// Option --layers: a network cut down to the layers that a user names.
#pragma once

#include "models/network/network.hpp"

#include <string>
#include <vector>

namespace fracbit::cli {

/// models::selected_layers, whose errors then name the option.
models::Network selected_layers(const models::Network& network, const std::vector<std::string>& names,
                                std::vector<int>& indices);

} // namespace fracbit::cli
