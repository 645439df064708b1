// The layers of a network, timed one after the other or on several threads.
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/workload.hpp"
#include "models/results/simulation_result.hpp"
#include "models/timing/timing_model.hpp"

#include <vector>

namespace fracbit::models::timing {

/// One run of each layer; layers that repeat others are timed once. `effort` as time_network's. `threads`: at most so
/// many, and no more than there are cores; with more than one, all layers of the workload are held at once and the
/// largest ones begin. The same results, and the same error, for any number of threads.
std::vector<LayerResult> time_layers(const Architecture& architecture, const Workload& workload, bool skip_periods,
                                     TimingEffort* effort, int threads);

} // namespace fracbit::models::timing
