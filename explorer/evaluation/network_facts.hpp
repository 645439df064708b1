// What an evaluation needs to know of a network's shape, found once.
#pragma once

#include "models/network/network.hpp"

#include <cstdint>

namespace fracbit::explorer {

struct NetworkFacts {
    bool attention = false;          ///< has such layers, always 8-bit weights
    bool vector_layers = false;      ///< has layers off the array
    bool flows = false;              ///< layers read what others write
    std::int64_t most_positions = 1; ///< of a layer
    std::int64_t weights = 0;        ///< stored ones
    int layers = 0;
};
NetworkFacts facts_of(const models::Network& network);

} // namespace fracbit::explorer
