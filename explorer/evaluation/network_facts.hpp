// What an evaluation needs to know of a network's shape, found once.
#pragma once

#include "models/network/network.hpp"

#include <cstdint>

namespace fracbit::explorer {

/// Sizes from which on a larger memory or unit changes no cycle of the network.
struct EnoughSizes {
    std::int64_t positions = 1;        ///< of a layer: as many sums of each plane and bank
    std::int64_t activation_bytes = 1; ///< a layer's input, its residual and its output all at once
    std::int64_t weights = 0;          ///< of a layer, all decoded at once
    std::int64_t attention_weights = 0;
    std::int64_t vector_lanes = 0; ///< channels of a layer on the vector unit; 0: there is none
};

struct NetworkFacts {
    bool flows = false;       ///< layers read what others write
    std::int64_t weights = 0; ///< stored ones
    EnoughSizes enough;
};
NetworkFacts facts_of(const models::Network& network);

} // namespace fracbit::explorer
