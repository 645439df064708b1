#include "models/cost/tally.hpp"

#include "models/cost/gate_delays.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {

Tally& Tally::gates(CellId cell, double count) {
    gates_[static_cast<std::size_t>(cell)] += count;
    return *this;
}

Tally& Tally::flops(double count) {
    flops_ += count;
    return *this;
}

Tally& Tally::enabled_flops(double count) {
    enabled_ += count;
    return *this;
}

Tally& Tally::adders(AdderCount count, double times) {
    gates(CellId::full_adder, static_cast<double>(count.full) * times);
    return gates(CellId::half_adder, static_cast<double>(count.half) * times);
}

Tally& Tally::prefix_adders(double bits, double times) {
    const double nodes = bits / 2 * bits_to_count(static_cast<std::int64_t>(bits));
    gates(CellId::xor2, 2 * bits * times);
    gates(CellId::and2, (bits + 2 * nodes) * times);
    return gates(CellId::or2, nodes * times);
}

Tally& Tally::multipliers(int m, int n, double times) {
    gates(CellId::and2, static_cast<double>(m) * n * times);
    return adders(multiplier(m, n), times);
}

void Tally::add_memory(const MemoryCost& memory, double times) {
    memories_.area.logic_um2 += times * memory.area.logic_um2;
    memories_.area.flops_um2 += times * memory.area.flops_um2;
    memories_.area.sram_um2 += times * memory.area.sram_um2;
    memories_.leakage_nw += times * memory.leakage_nw;
    memories_.clock_fj += times * memory.clock_fj;
    memories_.area_quality = weakest(memories_.area_quality, memory.area_quality);
    memories_.quality = weakest(memories_.quality, memory.quality);
}

MemoryCost Tally::memory(const MemoryShape& shape, double times) {
    const MemoryCost cost = memory_cost(shape, technology_);
    add_memory(cost, times);
    path(cost.read_ps);
    return cost;
}

Tally& Tally::add(const Tally& other, double times) {
    for (std::size_t c = 0; c < gates_.size(); ++c) gates_[c] += times * other.gates_[c];
    flops_ += times * other.flops_;
    enabled_ += times * other.enabled_;
    add_memory(other.memories_, times);
    return path(other.longest_ps_);
}

Tally& Tally::gearbox(double in_bits, double out_bits, double amounts) {
    const double held = in_bits + out_bits;
    const int insert = bits_to_count(static_cast<std::int64_t>(held)),
              remove = bits_to_count(static_cast<std::int64_t>(amounts) + 1);
    enabled_flops(held);
    gates(CellId::mux2, in_bits * insert + held * remove);
    // Both shifters work side by side; a multiplexer a bit takes one or the other.
    return path((std::max(insert, remove) + 1) * gate_ps(technology_, CellId::mux2, CellId::mux2, 2));
}

Tally& Tally::path(double ps) {
    longest_ps_ = std::max(longest_ps_, ps);
    return *this;
}

double Tally::gates_fj() const {
    const ActivityFigures& activity = technology_.activity;
    double energy = 0;
    for (int c = 0; c < cell_count; ++c) {
        const auto cell = static_cast<CellId>(c);
        const bool adder = cell == CellId::full_adder || cell == CellId::half_adder;
        // An adder has two outputs, and its sum and its carry settle late.
        const double toggles = activity.toggles.value * (adder ? 2 * activity.glitches.value : 1);
        energy += gates_[static_cast<std::size_t>(c)] * toggles * toggle_fj(technology_, cell, cell, 1);
    }
    return energy;
}

double Tally::flops_fj(double bits) const {
    return bits * technology_.activity.toggles.value * toggle_fj(technology_, CellId::flop, CellId::mux2, 2);
}

double Tally::mux_levels_ps(double choices) const {
    return bits_to_count(static_cast<std::int64_t>(choices)) * gate_ps(technology_, CellId::mux2, CellId::mux2, 1);
}

PartCost Tally::part(double energy_fj, bool guessed) const {
    const CellFigures &flop = technology_.cell(CellId::flop), &mux = technology_.cell(CellId::mux2);
    PartCost part;
    part.area = memories_.area;
    part.leakage_nw = memories_.leakage_nw;
    part.area_quality = memories_.area_quality;
    part.quality = memories_.quality;
    const auto use = [&](const CellFigures& cell, double count, double& area) {
        if (count == 0) return;
        area += count * cell.area_um2.value;
        part.leakage_nw += count * cell.leakage_nw.value;
        part.area_quality = weakest(part.area_quality, cell.area_um2.quality);
        for (const Figure& figure : {cell.intrinsic_ps, cell.ps_per_ff, cell.energy_fj})
            part.quality = weakest(part.quality, figure.quality);
    };
    for (int c = 0; c < cell_count; ++c)
        use(technology_.cells[static_cast<std::size_t>(c)], gates_[static_cast<std::size_t>(c)], part.area.logic_um2);
    use(flop, flops_ + enabled_, part.area.flops_um2);
    use(mux, enabled_, part.area.flops_um2);
    const WiringFigures& wiring = technology_.wiring;
    part.clock_fj =
        ((flops_ + enabled_) * technology_.flop.clock_fj.value + memories_.clock_fj) * wiring.clock_tree_factor.value;
    part.energy_fj = energy_fj;
    part.delay_ps = longest_ps_ + flop_overhead_ps(technology_, CellId::mux2, 2);
    for (const Figure& figure :
         {wiring.ff_per_fanout, wiring.clock_tree_factor, wiring.skew_ps, technology_.activity.toggles})
        part.quality = weakest(part.quality, figure.quality);
    if (guessed) part.area_quality = part.quality = Quality::estimated;
    return part;
}

} // namespace fracbit::models
