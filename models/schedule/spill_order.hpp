// The memory channel's list with order = spill: sums that do not fit the accumulators leave after each pass and come back
// for the next.
#pragma once

#include "models/schedule/activation_plan.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// Before each pass the weights of the next one (before the last pass of a step the next step's activations, residual and
/// scales too); then the pass's own traffic, block by block, the reads of a block ahead of the writes of the one before.
/// The last pass writes outputs instead of sums.
std::vector<StreamSegment> spilling_burst_order(const Architecture& architecture, const LayerSchedule& schedule, const QuantizedLayer& layer,
                                                const std::vector<StepTransfers>& transfers, std::uint64_t scale_address);

} // namespace fracbit::models
