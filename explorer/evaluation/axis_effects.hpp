// Which stages of an evaluation an axis changes.
#pragma once

#include "explorer/space/design_space.hpp"

#include <vector>

namespace fracbit::explorer {

/// What a parameter or an axis may change. A stage that is not named here does not have to be worked out again.
struct Effects {
    bool machine_check = false; ///< architecture and encoding as such
    bool accuracy = false;
    bool storage = false; ///< weights as memory holds them
    bool machine = false; ///< its cost
    bool timing = false;  ///< cycles
    bool clock = false;   ///< how long a cycle is
    Effects& operator|=(const Effects& other);
};

/// Effects of each axis of a space.
std::vector<Effects> axis_effects(const DesignSpace& space);

/// Where an axis belongs in the order of work, outermost first: what changes stored weights, what changes cycles, what
/// changes pipelines alone, what changes costs, and the clock.
std::vector<int> axis_ranks(const DesignSpace& space);
inline constexpr int first_rank_without_timing = 3;

} // namespace fracbit::explorer
