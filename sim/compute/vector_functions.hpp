// What the vector unit computes for one output position; docs/arithmetic.md, "Vector unit".
#pragma once

#include "sim/channels/links.hpp"
#include "sim/layer_run.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::sim {

/// Outputs of `channels` at one position; softmax and norms need all channels at once.
std::vector<std::uint8_t> vector_outputs(const LayerRun& run, const ActivationStore& activations, std::int64_t position,
                                         const models::ChannelBlock& channels);

/// Cycles of a position on `lanes` lanes: before the first output leaves, and for each `lanes` outputs.
struct VectorCycles {
    std::int64_t preamble = 0;
    std::int64_t per_output = 1;
};
VectorCycles vector_cycles(const models::LayerSchedule& schedule, std::int64_t channels, int lanes);

} // namespace fracbit::sim
