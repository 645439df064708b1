// A technology of round numbers, for sums that can be done by hand.
#pragma once

#include "models/cost/technology_keys.hpp"

namespace fracbit::models {

/// Every cell: 1 um2 (flop 4, mux2 2), 1 fF, 10 ps + 1 ps/fF, 1 fJ, 1 nW. SRAM: 0.5 um2 a bit and 2 um2 times the edge.
/// Wires 0 fF, supply 2 V, no skew, no glitches, half of the signals toggle.
inline Technology round_technology() {
    Technology t;
    t.name = "round";
    t.node_nm = {1};
    t.supply_v = {2};
    for (CellFigures& cell : t.cells) cell = {{1}, {1}, {10}, {1}, {1}, {1}};
    t.cells[static_cast<std::size_t>(CellId::flop)].area_um2 = {4};
    t.cells[static_cast<std::size_t>(CellId::mux2)].area_um2 = {2};
    t.carry = {{5}, {1}};
    t.flop = {{20}, {3}};
    t.sram.cell_um2 = {0.4};
    t.sram.overhead = {0.25};
    t.sram.edge_um2 = {2};
    t.sram.access_ps = {100};
    t.sram.access_ps_per_edge = {1};
    t.sram.access_fj = {10};
    t.sram.access_fj_per_edge = {0.5};
    t.sram.leakage_nw = {1};
    t.sram.leakage_nw_per_edge = {3};
    t.sram.two_port_factor = {2};
    t.sram.least_words = {16};
    t.sram.least_bits = {1024};
    t.sram.most_bits = {65536};
    t.memory_pj_per_bit = {20};
    t.wiring = {{0}, {6}, {0.5}, {2}, {0}};
    t.activity = {{0.5}, {1}};
    return t;
}

} // namespace fracbit::models
