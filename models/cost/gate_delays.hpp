// Delays and energies of gates with what they drive (docs/cost.md, "Gates").
#pragma once

#include "models/circuits/clocked_pipeline.hpp"
#include "models/cost/technology.hpp"

namespace fracbit::models {

/// Load of a net that drives `fan_out` inputs of `load` cells, wires included.
double load_ff(const Technology& technology, CellId load, double fan_out);

/// Delay of a cell that drives that net. More than `max_fanout` inputs are driven by a tree of buffers (two inverters
/// each).
double gate_ps(const Technology& technology, CellId cell, CellId load, double fan_out);

/// Energy of a toggle of that net: inside the cell, and C V^2 / 2 of the load.
double toggle_fj(const Technology& technology, CellId cell, CellId load, double fan_out);

/// What a cycle has to leave beside the logic: clock to output of a flip-flop that drives `fan_out` gates, setup and
/// skew.
double flop_overhead_ps(const Technology& technology, CellId load, double fan_out);

/// A ripple adder whose inputs arrive together: the carry passes all bits.
double ripple_adder_ps(const Technology& technology, double bits);
/// `levels` of a tree of ripple adders, from operands of `bits` bits: each level adds a sum, the last the rest of its
/// carries.
double adder_levels_ps(const Technology& technology, int levels, double bits);
/// A parallel-prefix adder (Sklansky): generate, ceil(log2 bits) levels of AND and OR, sum.
double prefix_adder_ps(const Technology& technology, double bits);
/// An n x n array multiplier: an AND and 2 n - 2 adders.
double multiplier_ps(const Technology& technology, double n);

/// The technology as the pipeline cuts of models/circuits take it: XOR gates that drive XOR gates. Skew counts as
/// setup. The technology must outlive it.
GateTiming gate_timing(const Technology& technology);

} // namespace fracbit::models
