// What the memory channel's list is made of.
#pragma once

#include "models/results/simulation_result.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models::timing {

/// Points of the list at which all of something has been listed, or at which a step begins.
enum class Mark : std::uint8_t { none, step, activations, residual, scales };

/// Bits that lie side by side, cut into bursts when they are issued; or a mark. Addresses count from a burst boundary.
struct Segment {
    StreamId stream = StreamId::weights;
    bool write = false;
    Mark mark = Mark::none;
    std::int32_t decoder = 0; ///< csr_entries
    std::int64_t first = 0, bits = 0;
};

using Segments = std::vector<Segment>;

} // namespace fracbit::models::timing
