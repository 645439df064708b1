#include "models/cost/memory_cost.hpp"

#include "models/cost/adders.hpp"
#include "models/cost/gate_delays.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {
namespace {

Quality weakest_of(std::initializer_list<Figure> figures) {
    Quality quality = Quality::published;
    for (const Figure& figure : figures) quality = weakest(quality, figure.quality);
    return quality;
}

MemoryCost sram_cost(const MemoryShape& shape, const Technology& technology) {
    const SramFigures& sram = technology.sram;
    const auto bits = static_cast<double>(shape.bits());
    const double macros = std::ceil(bits / sram.most_bits.value);
    const double edge = std::sqrt(bits / macros);
    const double ports = shape.second_port ? sram.two_port_factor.value : 1;
    MemoryCost cost;
    cost.sram = true;
    cost.area.sram_um2 =
        ports * (bits * sram.cell_um2.value * (1 + sram.overhead.value) + macros * edge * sram.edge_um2.value);
    cost.leakage_nw = ports * (bits * sram.leakage_nw.value + macros * edge * sram.leakage_nw_per_edge.value);
    cost.read_fj = cost.write_fj =
        static_cast<double>(shape.word_bits) * (sram.access_fj.value + edge * sram.access_fj_per_edge.value);
    cost.read_ps = sram.access_ps.value + edge * sram.access_ps_per_edge.value;
    cost.area_quality = weakest_of({sram.cell_um2, sram.overhead, sram.edge_um2});
    if (shape.second_port) cost.area_quality = weakest(cost.area_quality, sram.two_port_factor.quality);
    cost.quality =
        weakest(cost.area_quality, weakest_of({sram.access_ps, sram.access_ps_per_edge, sram.access_fj,
                                               sram.access_fj_per_edge, sram.leakage_nw, sram.leakage_nw_per_edge}));
    return cost;
}

MemoryCost flop_cost(const MemoryShape& shape, const Technology& technology) {
    const CellFigures &flop = technology.cell(CellId::flop), &mux = technology.cell(CellId::mux2);
    const auto bits = static_cast<double>(shape.bits()), width = static_cast<double>(shape.word_bits);
    const double read_muxes = width * static_cast<double>(std::max<std::int64_t>(shape.words - 1, 0));
    const int levels = bits_to_count(std::max<std::int64_t>(shape.words, 1));
    const double toggles = technology.activity.toggles.value;
    MemoryCost cost;
    cost.area.flops_um2 = bits * (flop.area_um2.value + mux.area_um2.value);
    cost.area.logic_um2 = read_muxes * mux.area_um2.value;
    cost.leakage_nw = bits * (flop.leakage_nw.value + mux.leakage_nw.value) + read_muxes * mux.leakage_nw.value;
    cost.clock_fj = width * technology.flop.clock_fj.value; // clocks of words that are not written are gated
    cost.write_fj = width * toggles * toggle_fj(technology, CellId::flop, CellId::mux2, 2);
    cost.read_fj = width * toggles * levels * toggle_fj(technology, CellId::mux2, CellId::mux2, 1);
    cost.read_ps = levels * gate_ps(technology, CellId::mux2, CellId::mux2, 1);
    cost.area_quality = weakest_of({flop.area_um2, mux.area_um2});
    cost.quality =
        weakest(cost.area_quality, weakest_of({flop.energy_fj, mux.energy_fj, technology.wiring.ff_per_fanout}));
    return cost;
}

} // namespace

MemoryCost memory_cost(const MemoryShape& shape, const Technology& technology) {
    const SramFigures& sram = technology.sram;
    const bool large = static_cast<double>(shape.words) >= sram.least_words.value &&
                       static_cast<double>(shape.bits()) >= sram.least_bits.value;
    return large ? sram_cost(shape, technology) : flop_cost(shape, technology);
}

} // namespace fracbit::models
