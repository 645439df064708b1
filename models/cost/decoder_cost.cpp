#include "models/cost/decoder_cost.hpp"

#include "models/circuits/netlist_properties.hpp"
#include "models/cost/gate_delays.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {
namespace {

/// Buffers of the tree that drives more readers than a gate can.
double buffers(double fan_out, double most) {
    double count = 0, readers = fan_out;
    while (readers > most) {
        readers = std::ceil(readers / most);
        count += readers;
    }
    return count;
}

/// Area, leakage and clock of what is counted; delay and energy are set by the caller.
DecoderCost counted(int xor2, int flip_flops, double buffer_count, const Technology& technology) {
    const CellFigures &gate = technology.cell(CellId::xor2), &flop = technology.cell(CellId::flop),
                      &mux = technology.cell(CellId::mux2), &inverter = technology.cell(CellId::inv);
    DecoderCost cost;
    cost.xor2 = xor2;
    cost.flip_flops = flip_flops;
    cost.area.logic_um2 = xor2 * gate.area_um2.value + 2 * buffer_count * inverter.area_um2.value;
    cost.area.flops_um2 = flip_flops * (flop.area_um2.value + mux.area_um2.value);
    cost.leakage_nw = xor2 * gate.leakage_nw.value + 2 * buffer_count * inverter.leakage_nw.value +
                      flip_flops * (flop.leakage_nw.value + mux.leakage_nw.value);
    cost.clock_fj = flip_flops * technology.flop.clock_fj.value;
    for (const Figure& figure : {gate.area_um2, flop.area_um2, mux.area_um2})
        cost.area_quality = weakest(cost.area_quality, figure.quality);
    cost.quality = weakest(cost.area_quality, technology.wiring.ff_per_fanout.quality);
    for (const Figure& figure :
         {gate.intrinsic_ps, gate.energy_fj, flop.intrinsic_ps, technology.flop.setup_ps, technology.wiring.skew_ps})
        cost.quality = weakest(cost.quality, figure.quality);
    return cost;
}

double flop_toggles_fj(int flip_flops, const Technology& technology) {
    return flip_flops * technology.activity.toggles.value * toggle_fj(technology, CellId::flop, CellId::xor2, 1);
}

/// Longest way through each stage's gates; a signal of an earlier stage comes from a flip-flop.
double slowest_stage_ps(const XorNetlist& netlist, const PipelineCut& cut, const std::vector<int>& readers,
                        const Technology& technology) {
    const auto from_flop = [&](int fan_out) { return gate_ps(technology, CellId::flop, CellId::xor2, fan_out); };
    std::vector<double> arrival(static_cast<std::size_t>(netlist.signals()), 0);
    double slowest = from_flop(1); // a stage without gates only passes on
    const auto arrives = [&](Signal signal, int stage) {
        const auto index = static_cast<std::size_t>(signal);
        const bool same_stage =
            signal >= netlist.n_in() && cut.gate_stage[index - static_cast<std::size_t>(netlist.n_in())] == stage;
        return same_stage ? arrival[index] : from_flop(readers[index]);
    };
    for (std::size_t g = 0; g < netlist.gates().size(); ++g) {
        const XorGate& gate = netlist.gates()[g];
        const std::size_t own = static_cast<std::size_t>(netlist.n_in()) + g;
        const int stage = cut.gate_stage[g];
        arrival[own] = std::max(arrives(gate.a, stage), arrives(gate.b, stage)) +
                       gate_ps(technology, CellId::xor2, CellId::xor2, readers[own]);
        slowest = std::max(slowest, arrival[own]);
    }
    return slowest + technology.flop.setup_ps.value + technology.wiring.skew_ps.value;
}

} // namespace

DecoderCost decoder_cost(const XorNetlist& netlist, const PipelineCut& cut, const Technology& technology,
                         std::optional<double> gate_toggles, int registers) {
    const std::vector<int> readers = fan_outs(netlist);
    const double most = technology.wiring.max_fanout.value;
    double buffer_count = 0, gates_fj = 0;
    for (const int fan_out : readers) buffer_count += buffers(fan_out, most);
    for (std::size_t s = static_cast<std::size_t>(netlist.n_in()); s < readers.size(); ++s)
        gates_fj += toggle_fj(technology, CellId::xor2, CellId::xor2, readers[s]);
    const int stored = netlist.n_in() / (registers + 1);
    DecoderCost cost = counted(netlist.xor2(), flip_flops(cut) + registers * stored, buffer_count, technology);
    cost.stored_bits = stored;
    cost.n_out = netlist.n_out();
    cost.delay_ps = slowest_stage_ps(netlist, cut, readers, technology);
    const double share =
        gate_toggles && netlist.xor2() > 0 ? *gate_toggles / netlist.xor2() : technology.activity.toggles.value;
    cost.energy_fj = share * gates_fj + flop_toggles_fj(cost.flip_flops, technology);
    if (!gate_toggles) cost.quality = weakest(cost.quality, technology.activity.toggles.quality);
    return cost;
}

DecoderCost decoder_cost(const DecoderSize& size, const Technology& technology) {
    const double signals = std::max(1, size.n_in + size.xor2);
    const double readers = std::max(1.0, (2.0 * size.xor2 + size.n_out) / signals);
    const int stored = size.n_in / (size.registers + 1);
    DecoderCost cost = counted(size.xor2, size.flip_flops + size.registers * stored,
                               signals * buffers(readers, technology.wiring.max_fanout.value), technology);
    cost.stored_bits = stored;
    cost.n_out = size.n_out;
    cost.delay_ps = flop_overhead_ps(technology, CellId::xor2, readers) +
                    size.levels_per_stage * gate_ps(technology, CellId::xor2, CellId::xor2, readers);
    cost.energy_fj =
        size.xor2 * technology.activity.toggles.value * toggle_fj(technology, CellId::xor2, CellId::xor2, readers) +
        flop_toggles_fj(cost.flip_flops, technology);
    cost.quality = Quality::estimated;
    return cost;
}

} // namespace fracbit::models
