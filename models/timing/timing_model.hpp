// The timing model: every counter of the SystemC machine, exactly, without an event kernel (docs/timing.md).
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/workload.hpp"
#include "models/results/simulation_result.hpp"

namespace fracbit::models {

/// What the timing model had to do for an answer.
struct TimingEffort {
    /// Events worked through, alone or in rows: words out of the reader, into and out of decoder and gearbox, bursts,
    /// tile loads, passes, output vectors made and taken. Not those of periods that were skipped.
    std::int64_t events = 0;
    std::int64_t looks = 0; ///< comparisons of states
    std::int64_t copies =
        0; ///< steps whose loads, and those whose outputs, were those of an earlier step, moved in time
    std::int64_t period_words = 0; ///< of the last array layer: words until word, tile, burst and row group (with all
                                   ///< that it transfers) begin together
    std::int64_t inner_period_words = 0; ///< the same without the row group
};

/// One run of the network per image, one after the other; counters are summed over the images, like those of the
/// SystemC machine and equal to them; `outputs` stays empty. Weights without patches need no stored bits: a plane's XOR
/// network says it all, and plain formats need none. Throws ConfigError naming a layer that does not fit the
/// architecture, SimulationError if nothing can move any more. `skip_periods` = false works through every event: same
/// results, for testing and measuring. Adds to `effort`, which depends on what else a thread has timed. `threads` > 1:
/// the different layers are timed on at most so many at once, for one design whose answer is waited for (all layers of
/// the workload are then in memory together); the results are the same. Those who evaluate many designs in parallel
/// leave it at 1.
SimulationResult time_network(const Architecture& architecture, const Workload& workload, std::int64_t images = 1,
                              bool skip_periods = true, TimingEffort* effort = nullptr, int threads = 1);

} // namespace fracbit::models
