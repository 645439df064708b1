#include "models/cost/gate_delays.hpp"

#include "models/cost/adders.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {

double load_ff(const Technology& technology, CellId load, double fan_out) {
    return fan_out * (technology.cell(load).input_ff.value + technology.wiring.ff_per_fanout.value);
}

double gate_ps(const Technology& technology, CellId cell, CellId load, double fan_out) {
    const CellFigures& figures = technology.cell(cell);
    const double most = technology.wiring.max_fanout.value;
    double delay = figures.intrinsic_ps.value, readers = fan_out;
    CellId read_by = load;
    while (readers > most) {
        const CellFigures& inverter = technology.cell(CellId::inv);
        delay += 2 * inverter.intrinsic_ps.value +
                 inverter.ps_per_ff.value * (load_ff(technology, CellId::inv, 1) + load_ff(technology, read_by, most));
        readers = std::ceil(readers / most);
        read_by = CellId::inv;
    }
    return delay + figures.ps_per_ff.value * load_ff(technology, read_by, readers);
}

double toggle_fj(const Technology& technology, CellId cell, CellId load, double fan_out) {
    const double supply = technology.supply_v.value;
    return technology.cell(cell).energy_fj.value + load_ff(technology, load, fan_out) * supply * supply / 2;
}

double flop_overhead_ps(const Technology& technology, CellId load, double fan_out) {
    return gate_ps(technology, CellId::flop, load, fan_out) + technology.flop.setup_ps.value +
           technology.wiring.skew_ps.value;
}

double ripple_adder_ps(const Technology& technology, double bits) { return adder_levels_ps(technology, 1, bits); }

double adder_levels_ps(const Technology& technology, int levels, double bits) {
    const double carry = technology.carry.intrinsic_ps.value +
                         technology.carry.ps_per_ff.value * load_ff(technology, CellId::full_adder, 1);
    return levels * gate_ps(technology, CellId::full_adder, CellId::full_adder, 1) + (bits + levels - 1) * carry;
}

double prefix_adder_ps(const Technology& technology, double bits) {
    const double most = technology.wiring.max_fanout.value;
    const double node =
        gate_ps(technology, CellId::and2, CellId::or2, 1) + gate_ps(technology, CellId::or2, CellId::and2, most);
    return gate_ps(technology, CellId::xor2, CellId::and2, 3) + bits_to_count(static_cast<std::int64_t>(bits)) * node +
           gate_ps(technology, CellId::xor2, CellId::flop, 1);
}

double multiplier_ps(const Technology& technology, double n) {
    return gate_ps(technology, CellId::and2, CellId::full_adder, 1) +
           adder_levels_ps(technology, static_cast<int>(n) - 1, 0) +
           gate_ps(technology, CellId::full_adder, CellId::full_adder, 1);
}

GateTiming gate_timing(const Technology& technology) {
    const auto driven_by = [&technology](CellId cell) {
        return [&technology, cell](int fan_out) { return gate_ps(technology, cell, CellId::xor2, fan_out); };
    };
    return {driven_by(CellId::xor2), driven_by(CellId::flop),
            technology.flop.setup_ps.value + technology.wiring.skew_ps.value};
}

} // namespace fracbit::models
