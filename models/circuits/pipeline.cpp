#include "models/circuits/pipeline.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// Stage whose logic makes a signal; inputs are there in the first.
int stage_of(const XorNetlist& netlist, const std::vector<int>& gate_stage, Signal signal) {
    return signal < netlist.n_in() ? 1 : gate_stage[static_cast<std::size_t>(signal - netlist.n_in())];
}

void check(const XorNetlist& netlist, const std::vector<int>& gate_stage, int stages) {
    if (stages < 1) throw ConfigError(fmt::format("a pipeline has at least 1 stage, not {}", stages));
    if (gate_stage.size() != netlist.gates().size())
        throw ConfigError(
            fmt::format("stages are given for {} gates, the netlist has {}", gate_stage.size(), netlist.xor2()));
    for (std::size_t g = 0; g < gate_stage.size(); ++g) {
        if (gate_stage[g] < 1 || gate_stage[g] > stages)
            throw ConfigError(fmt::format("gate {} is in stage {}; allowed are 1 to {}", g, gate_stage[g], stages));
        const XorGate& gate = netlist.gates()[g];
        for (const Signal read : {gate.a, gate.b})
            if (stage_of(netlist, gate_stage, read) > gate_stage[g])
                throw ConfigError(fmt::format("gate {} of stage {} reads signal {} of the later stage {}", g,
                                              gate_stage[g], read, stage_of(netlist, gate_stage, read)));
    }
}

} // namespace

DecoderStages decoder_stages(int logic_levels, int levels_per_stage, std::optional<int> set_stages) {
    const auto rounded_up = [](int a, int b) { return (a + b - 1) / b; };
    const int stages = set_stages.value_or(std::max(1, rounded_up(logic_levels, levels_per_stage)));
    return {stages, std::max(levels_per_stage, rounded_up(logic_levels, stages))};
}

int flip_flops(const PipelineCut& cut) { return std::accumulate(cut.registers.begin(), cut.registers.end(), 0); }

std::vector<std::vector<Signal>> register_rows(const XorNetlist& netlist, const std::vector<int>& gate_stage,
                                               int stages) {
    check(netlist, gate_stage, stages);
    // The stage after the last reads the outputs.
    std::vector<int> last_read(static_cast<std::size_t>(netlist.signals()), 0);
    const auto read_in = [&](Signal signal, int stage) {
        int& last = last_read[static_cast<std::size_t>(signal)];
        last = std::max(last, stage);
    };
    for (std::size_t g = 0; g < gate_stage.size(); ++g) {
        read_in(netlist.gates()[g].a, gate_stage[g]);
        read_in(netlist.gates()[g].b, gate_stage[g]);
    }
    for (const Signal output : netlist.outputs())
        if (output != constant_zero) read_in(output, stages + 1);

    std::vector<std::vector<Signal>> rows(static_cast<std::size_t>(stages));
    for (Signal s = 0; s < netlist.signals(); ++s)
        for (int row = stage_of(netlist, gate_stage, s); row < last_read[static_cast<std::size_t>(s)]; ++row)
            rows[static_cast<std::size_t>(row - 1)].push_back(s);
    return rows;
}

PipelineCut cut_at(const XorNetlist& netlist, std::vector<int> gate_stage, int stages) {
    PipelineCut cut;
    cut.stages = stages;
    for (const auto& row : register_rows(netlist, gate_stage, stages))
        cut.registers.push_back(static_cast<int>(row.size()));
    cut.gate_stage = std::move(gate_stage);
    return cut;
}

PipelineCut cut_by_levels(const XorNetlist& netlist, int levels_per_stage, int stages) {
    if (levels_per_stage < 1 || stages < 1)
        throw ConfigError(
            fmt::format("a pipeline has at least 1 stage of at least 1 level, not {} of {}", stages, levels_per_stage));
    // All gates count, those that no output needs too.
    const std::vector<int> levels = signal_levels(netlist);
    const int deepest = *std::max_element(levels.begin(), levels.end());
    if (deepest > std::int64_t{stages} * levels_per_stage)
        throw ConfigError(fmt::format(
            "the netlist has {} levels of gates; {} stages of {} levels hold {}: allow more stages or more levels a "
            "stage, or synthesize with a depth limit",
            deepest, stages, levels_per_stage, std::int64_t{stages} * levels_per_stage));
    std::vector<int> gate_stage;
    for (std::size_t s = static_cast<std::size_t>(netlist.n_in()); s < levels.size(); ++s)
        gate_stage.push_back(1 + (levels[s] - 1) / levels_per_stage);
    return cut_at(netlist, std::move(gate_stage), stages);
}

} // namespace fracbit::models
