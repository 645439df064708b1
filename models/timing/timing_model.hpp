// The timing model: every counter of the SystemC machine, exactly, without an event kernel (docs/timing.md).
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/workload.hpp"
#include "models/results/simulation_result.hpp"

namespace fracbit::models {

/// One run of the network per image, one after the other; counters are summed over the images, like those of the
/// SystemC machine and equal to them; `outputs` stays empty. Weights without patches need no stored bits: a plane's XOR
/// network says it all, and plain formats need none. Throws ConfigError naming a layer that does not fit the
/// architecture, SimulationError if nothing can move any more. `skip_periods` = false works through every event: same
/// results, for testing and measuring.
SimulationResult time_network(const Architecture& architecture, const Workload& workload, std::int64_t images = 1,
                              bool skip_periods = true);

} // namespace fracbit::models
