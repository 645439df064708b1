// Runs a workload through the SystemC machine. The one door to sim/: nothing outside needs SystemC's headers.
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/workload.hpp"
#include "models/results/simulation_result.hpp"
#include "traces/trace_sink.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace fracbit::sim {

using Image = std::vector<std::uint8_t>; ///< [repeat][channel][row][column]

struct Progress {
    int image = 0, images = 1;
    int layer = 0, layers = 1;
    Cycles cycles; ///< simulated so far
};

struct SimulationOptions {
    bool skip_idle = true; ///< false: the kernel visits every cycle (same results, for measuring)
    bool reverse_blocks = false; ///< evaluates the blocks of a cycle last to first (same results, for testing)
    std::vector<traces::TraceSink*> sinks;
    std::function<void(const Progress&)> progress;                 ///< called at most once a layer
    std::function<bool()> cancelled;                                ///< asked now and then; true ends the run with SimulationError
    /// Called with every layer's output of every image, in [repeat][channel][row][column] order.
    std::function<void(int image, int layer, const Image& output)> inspect_output;
};

/// One run of the network per image, one after the other; counters are summed over the images. An empty `images` gives
/// one run on a pseudo-random input (the same every time). Shape-only networks (`independent_layers`) draw each layer's input.
/// Throws ConfigError if a layer does not fit the architecture, SimulationError if an invariant fails or nothing moves.
models::SimulationResult simulate(const models::Architecture& architecture, const models::Workload& workload,
                                  const std::vector<Image>& images, const SimulationOptions& options = {});

} // namespace fracbit::sim
