// A network's shapes as CSV in our own columns, which network_csv.hpp reads.
#pragma once

#include "models/network/network.hpp"

#include <string>

namespace fracbit::models {

/// Reading it gives the same network, but for the name, which is the file's. Cells that a kind does not use are empty.
std::string to_csv(const Network& network);

} // namespace fracbit::models
