#include "models/circuits/clocked_pipeline.hpp"

#include "models/circuits/netlist_properties.hpp"
#include "models/circuits/register_placement.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr double fs_per_ps = 1000.0;

std::int64_t to_fs(double ps) {
    if (!(ps >= 0)) throw ConfigError(fmt::format("a delay of the gate timing is {} ps; allowed are 0 and more", ps));
    return std::llround(ps * fs_per_ps);
}

/// Least period: the slowest gate alone in a stage.
std::int64_t least_clock(const XorNetlist& netlist, const PlacementDelays& delays) {
    std::int64_t least = 0;
    for (Signal j = 0; j < netlist.n_in(); ++j)
        least = std::max(least, delays.launch[static_cast<std::size_t>(j)] + delays.setup);
    for (std::size_t g = 0; g < netlist.gates().size(); ++g)
        for (const Signal s : {netlist.gates()[g].a, netlist.gates()[g].b})
            least = std::max(least, delays.launch[static_cast<std::size_t>(s)] + delays.gate[g] + delays.setup);
    return least;
}

} // namespace

ClockedPipeline cut_for_clock(const XorNetlist& netlist, const GateTiming& timing, double clock_ps) {
    if (!(clock_ps > 0)) throw ConfigError(fmt::format("the clock's period is {} ps; it must be above 0", clock_ps));
    PlacementDelays delays;
    const std::vector<int> readers = fan_outs(netlist);
    for (std::size_t s = 0; s < readers.size(); ++s) {
        delays.launch.push_back(to_fs(timing.clock_to_q_ps(readers[s])));
        if (s >= static_cast<std::size_t>(netlist.n_in())) delays.gate.push_back(to_fs(timing.gate_ps(readers[s])));
    }
    delays.setup = to_fs(timing.setup_ps);
    delays.clock = to_fs(clock_ps);
    if (const std::int64_t least = least_clock(netlist, delays); least > delays.clock)
        throw ConfigError(fmt::format(
            "a period of {} ps is too short: one gate between two registers takes {} ps; allow that or more", clock_ps,
            static_cast<double>(least) / fs_per_ps));

    const RegisterPlacement placement(netlist, delays);
    ClockedPipeline found;
    found.cut = cut_at(netlist, placement.place(placement.fewest_stages()), placement.fewest_stages());
    for (const std::int64_t fs : placement.stage_delays(found.cut.gate_stage, found.cut.stages))
        found.stage_ps.push_back(static_cast<double>(fs) / fs_per_ps);
    return found;
}

PipelineCut cut_with_few_registers(const XorNetlist& netlist, int levels_per_stage, int stages) {
    const PipelineCut by_levels = cut_by_levels(netlist, levels_per_stage, stages);
    PlacementDelays delays;
    delays.launch.assign(static_cast<std::size_t>(netlist.signals()), 0);
    delays.gate.assign(netlist.gates().size(), 1);
    delays.clock = levels_per_stage;
    PipelineCut cut = cut_at(netlist, RegisterPlacement(netlist, delays).place(stages), stages);
    return flip_flops(cut) < flip_flops(by_levels) ? cut : by_levels;
}

} // namespace fracbit::models
