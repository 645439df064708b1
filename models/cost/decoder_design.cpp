#include "models/cost/decoder_design.hpp"

#include "models/circuits/toggle_activity.hpp"
#include "models/core/error.hpp"
#include "models/cost/gate_delays.hpp"
#include "models/xor/xor_properties.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

std::optional<double> gate_toggles(const XorNetlist& netlist, const std::vector<std::uint64_t>& words) {
    if (words.size() < 2) return std::nullopt;
    const ToggleActivity activity = count_toggles(netlist, words);
    const auto gates = activity.toggles.begin() + netlist.n_in();
    return static_cast<double>(std::accumulate(gates, activity.toggles.end(), std::int64_t{0})) /
           static_cast<double>(activity.changes_of_word);
}

DecoderDesign design_within(const XorNetwork& network, const DecoderDesignOptions& options,
                            const Technology& technology) {
    Synthesis synthesis = synthesize(network, options.synthesis);
    const XorNetlist& netlist = synthesis.netlist;
    if (!computes(netlist, network))
        throw Error("the synthesized circuit is not its matrix; this is a defect of the program");
    const GateTiming timing = gate_timing(technology);
    ClockedPipeline pipeline = cut_for_clock(netlist, timing, 1e6 / options.clock_mhz);
    const std::optional<double> toggles = gate_toggles(netlist, options.words);
    const DecoderCost cost = decoder_cost(netlist, pipeline.cut, technology, toggles, options.registers);
    const PipelineCut whole = cut_by_levels(netlist, std::max(1, depth(netlist)), 1);
    const double delay_ps = decoder_cost(netlist, whole, technology).delay_ps;
    NetlistProperties found = properties(netlist);
    return {std::move(synthesis), std::move(found), std::move(pipeline), cost, delay_ps, toggles};
}

/// Depth limits worth trying: the least possible, a few levels more, twice as many.
std::vector<int> depth_limits(const XorNetwork& network, std::optional<int> allowed) {
    const int least = logic_levels(network);
    std::vector<int> limits;
    for (const int limit : {least, least + 1, least + 2, least + 4, 2 * least + 4})
        if (!allowed || limit < *allowed) limits.push_back(limit);
    return limits;
}

} // namespace

DecoderDesign design_decoder(const XorNetwork& network, const DecoderDesignOptions& options,
                             const Technology& technology) {
    if (!(options.clock_mhz > 0))
        throw ConfigError(fmt::format("a clock of {} MHz; it must be above 0", options.clock_mhz));
    DecoderDesign best = design_within(network, options, technology);
    if (options.objective == DecoderObjective::gates) return best;
    DecoderDesignOptions limited = options;
    for (const int limit : depth_limits(network, options.synthesis.max_depth)) {
        limited.synthesis.max_depth = limit;
        DecoderDesign design = design_within(network, limited, technology);
        if (design.cost.area.total_um2() < best.cost.area.total_um2()) best = std::move(design);
    }
    return best;
}

} // namespace fracbit::models
