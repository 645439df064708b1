// From the sums to the outputs.
#include "models/cost/gate_delays.hpp"
#include "models/cost/machine_parts.hpp"
#include "models/cost/tally.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {
namespace {

constexpr int multiplier_bits = 24;
constexpr int wide_bits = 64;
constexpr int output_bits = 8;

/// One row's (or lane's) rescaling: sum times multiplier, added to 64 bits, shifted, clamped.
void add_rescaling(Tally& tally, double times) {
    tally.multipliers(sum_bits, multiplier_bits, times).prefix_adders(wide_bits, times);
    tally.gates(CellId::mux2, (wide_bits * bits_to_count(wide_bits) + 2 * output_bits) * times);
    tally.gates(CellId::or2, 2 * wide_bits * times);               // too large, too small
    tally.flops((sum_bits + multiplier_bits + wide_bits) * times); // behind the multiplier
    tally.enabled_flops((wide_bits + output_bits) * times);
    const Technology& t = tally.technology();
    tally.path(prefix_adder_ps(t, wide_bits))
        .path(bits_to_count(wide_bits) *
              (gate_ps(t, CellId::mux2, CellId::mux2, 2) + gate_ps(t, CellId::or2, CellId::or2, 1)));
}

double rescaling_flops() { return sum_bits + multiplier_bits + 2.0 * wide_bits + output_bits; }

/// Scales of two row groups (4 q + 8 bytes a row), and sums that come back from memory.
PartCost operand_reader(const PartContext& c) {
    Tally tally(c.technology);
    const ArrayConfig& array = c.architecture.array;
    const std::int64_t row_bits = 8 * (4 * std::int64_t{c.use.planes} + 8);
    const MemoryCost scales = tally.memory({2 * std::int64_t{array.rows}, row_bits, true});
    double each = (scales.read_fj + scales.write_fj) / (static_cast<double>(row_bits) / 8);
    if (c.architecture.order == LoopOrder::spill) {
        const std::int64_t width = std::int64_t{sum_bits} * array.rows;
        const MemoryCost sums = tally.memory({ceil_div(8 * array.spill_bytes, width), width, true});
        each = std::max(each, (sums.read_fj + sums.write_fj) / (static_cast<double>(width) / 8));
    }
    return tally.part(each);
}

/// A multiplier of 32 x 24 bits a row, pipelined, and one of 8 x 24 for the residual.
PartCost scaler(const PartContext& c) {
    Tally tally(c.technology);
    const double rows = c.architecture.array.rows;
    add_rescaling(tally, rows);
    tally.multipliers(8, multiplier_bits, rows);
    // The multipliers are cut into stages of two rows of adders, which the machine's one cycle does not count.
    tally.path(2 * gate_ps(c.technology, CellId::full_adder, CellId::full_adder, 1));
    return tally.part(tally.gates_fj() + tally.flops_fj(rows * rescaling_flops()));
}

/// A lane: comparison and sum for pools, rescaling, a table of 256 bytes. Divisions and roots of norms and softmax are
/// not there.
PartCost vector_unit(const PartContext& c) {
    Tally tally(c.technology);
    const double lanes = c.architecture.vector_unit.lanes;
    add_rescaling(tally, lanes);
    tally.prefix_adders(sum_bits + output_bits, lanes)
        .gates(CellId::mux2, output_bits * lanes)
        .enabled_flops(sum_bits * lanes);
    const MemoryCost table = tally.memory({256, output_bits, false}, lanes);
    return tally.part(tally.gates_fj() + tally.flops_fj(lanes * (rescaling_flops() + sum_bits)) + lanes * table.read_fj,
                      true);
}

PartCost byte_memory(const PartContext& c, const MemoryShape& shape) {
    Tally tally(c.technology);
    const MemoryCost memory = tally.memory(shape);
    return tally.part((memory.read_fj + memory.write_fj) / (static_cast<double>(shape.word_bits) / 8));
}

} // namespace

void add_output_parts(const PartContext& c, MachineCost& cost) {
    const OutputConfig& output = c.architecture.output;
    const std::int64_t vector_bits = std::int64_t{output_bits} * c.architecture.array.rows;
    part_of(cost, PartId::operand_reader) = operand_reader(c);
    part_of(cost, PartId::scaler) = scaler(c);
    if (c.use.vector_unit) part_of(cost, PartId::vector_unit) = vector_unit(c);
    part_of(cost, PartId::output_fifo) = byte_memory(c, {output.fifo_depth, vector_bits, true});
    const std::int64_t width = std::max(vector_bits, static_cast<std::int64_t>(c.bus_bits));
    part_of(cost, PartId::output_writer) = byte_memory(c, {ceil_div(8 * output.writer_bytes, width), width, true});
}

} // namespace fracbit::models
