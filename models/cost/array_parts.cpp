// Activations, the array and its accumulators.
#include "models/cost/gate_delays.hpp"
#include "models/cost/machine_parts.hpp"
#include "models/cost/tally.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {
namespace {

constexpr int activation_bits = 8;
constexpr int address_bits = 20;

PartCost activation_reader(const PartContext& c) {
    Tally tally(c.technology);
    const double burst = 8.0 * static_cast<double>(c.architecture.memory.burst_bytes);
    tally.enabled_flops(burst).prefix_adders(address_bits).enabled_flops(address_bits);
    tally.path(prefix_adder_ps(c.technology, address_bits));
    return tally.part((tally.flops_fj(burst) + tally.gates_fj()) / (burst / 8));
}

/// Banks of bytes: a power of two, at least `columns`, so that each element of a vector has a bank of its own; each
/// with its address.
std::int64_t activation_banks(const PartContext& c) {
    return std::int64_t{1} << bits_to_count(c.architecture.array.columns);
}

PartCost activation_buffer(const PartContext& c) {
    Tally tally(c.technology);
    const std::int64_t banks = activation_banks(c);
    const MemoryCost bank =
        tally.memory({ceil_div(c.architecture.activations.buffer_bytes, banks), 8, true}, static_cast<double>(banks));
    tally.prefix_adders(address_bits, static_cast<double>(banks))
        .enabled_flops(static_cast<double>(banks) * address_bits);
    return tally.part((bank.read_fj + bank.write_fj) / 2 + tally.gates_fj() / static_cast<double>(banks));
}

/// Any bank to any column: a tree of multiplexers for each bit of each column.
PartCost activation_crossbar(const PartContext& c) {
    Tally tally(c.technology);
    const double columns = c.architecture.array.columns, banks = static_cast<double>(activation_banks(c));
    tally.gates(CellId::mux2, activation_bits * columns * (banks - 1)).flops(activation_bits * columns);
    // The select lines: a bank's number for each column.
    tally.flops(columns * bits_to_count(activation_banks(c)));
    tally.path(tally.mux_levels_ps(banks));
    // Of a tree only the way of the chosen byte, and what hangs on the same select lines, toggles: one multiplexer a
    // level.
    const double levels = bits_to_count(activation_banks(c));
    const double mux = c.technology.activity.toggles.value * toggle_fj(c.technology, CellId::mux2, CellId::mux2, 2);
    return tally.part(activation_bits * levels * mux + tally.flops_fj(activation_bits));
}

/// Levels of the tree between two rows of registers, and the operands' width at the slowest of these stages: the last,
/// which is the widest. `registers`: bits of all rows, one array row.
struct TreeStages {
    int levels = 0;
    double bits = 0;
    double registers = 0;
};

TreeStages tree_stages(const ArrayConfig& array, double operand_bits) {
    const int depth = bits_to_count(array.columns);
    const int stages = array.stages
                           ? *array.stages
                           : static_cast<int>(std::max<std::int64_t>(1, ceil_div(depth, array.levels_per_stage)));
    const int levels = static_cast<int>(ceil_div(depth, stages));
    TreeStages result;
    result.levels = std::min(levels, depth);
    result.bits = operand_bits + std::max(0, depth - result.levels);
    for (int stage = 1; stage <= stages; ++stage) {
        const int done = std::min(depth, stage * levels);
        const double left = std::ceil(array.columns / std::pow(2.0, done));
        result.registers += left * (operand_bits + done);
    }
    return result;
}

/// How much wider a shifted activation is: largest e of 2^e.
int most_places(int shift_bits) { return shift_bits < 2 ? 0 : (1 << (shift_bits - 1)) - 1; }

/// Barrel shifters that widen: the stage for 2^l places takes 8 + 2^l - 1 bits and gives 2^l more. Its lowest 2^l bits
/// are there or not, so are its highest; 7 are one of two.
void count_shifters(Tally& tally, int shift_bits, double cells) {
    const double stages = std::max(0, shift_bits - 1);
    tally.gates(CellId::mux2, stages * (activation_bits - 1) * cells);
    tally.gates(CellId::and2, 2 * most_places(shift_bits) * cells);
}

double shifter_ps(const Technology& t, int shift_bits) {
    if (shift_bits < 2) return 0;
    return (shift_bits - 2) * gate_ps(t, CellId::mux2, CellId::mux2, 2) + gate_ps(t, CellId::mux2, CellId::xor2, 1);
}

/// Energy of a vector's cycle, beside the registers.
PartCost array(const PartContext& c) {
    Tally tally(c.technology);
    const ArrayConfig& array = c.architecture.array;
    const double rows = array.rows, columns = array.columns, cells = rows * columns;
    const bool pruned = c.use.sparse || c.use.csr;
    const bool dense = array.mode == ArrayMode::dense || c.use.dense8;
    double registers = 0;
    const auto tree = [&](int operand_bits, double front_ps) {
        tally.adders(adder_tree(array.columns, operand_bits), rows);
        const TreeStages stages = tree_stages(array, operand_bits);
        registers += rows * stages.registers;
        tally.path(front_ps + adder_levels_ps(c.technology, stages.levels, stages.bits));
    };
    const Technology& t = c.technology;
    if (dense) { // a multiplier a cell, with a row of registers behind it; +1 and -1 are weights too
        tally.multipliers(activation_bits, 8, cells).gates(CellId::xor2, 8 * cells);
        registers += cells * 16;
        tally.path(multiplier_ps(t, 8));
        tree(17, 0);
        if (c.shift_bits > 1) tally.gates(CellId::and2, (1 << (c.shift_bits - 1)) * cells); // exponents as factors
    } else if (array.mode != ArrayMode::xnor || c.shift_bits > 0) {
        // Shifted if it can be, negated if the code is 0; the carry into an adder completes the negation.
        const int bits = activation_bits + most_places(c.shift_bits);
        count_shifters(tally, c.shift_bits, cells);
        tally.gates(CellId::xor2, bits * cells);
        if (pruned) tally.gates(CellId::and2, (bits + 1) * cells);
        tree(bits + 1, shifter_ps(t, c.shift_bits) + gate_ps(t, CellId::xor2, CellId::full_adder, 1) +
                           (pruned ? gate_ps(t, CellId::and2, CellId::full_adder, 1) : 0));
    }
    if (array.mode == ArrayMode::xnor) { // planes: XNOR and validity, then a count of ones
        tally.gates(CellId::xnor2, cells).gates(CellId::and2, (pruned ? 2 : 1) * cells);
        tally.adders(popcount(array.columns), (pruned ? 2 : 1) * rows);
        if (!pruned) tally.adders(popcount(array.columns)); // ones of the plane itself: one for all rows
        const double counted = bits_to_count(array.columns) + 1;
        tally.adders(ripple_adder(static_cast<std::int64_t>(counted) + 1), rows);
        tally.gates(CellId::mux2, rows * (counted + 1 + activation_bits) * bits_to_count(activation_bits)); // times 2^m
        const TreeStages stages = tree_stages(array, 1);
        registers += rows * stages.registers;
        tally.path(gate_ps(t, CellId::xnor2, CellId::and2, 1) + gate_ps(t, CellId::and2, CellId::full_adder, 1) +
                   adder_levels_ps(t, stages.levels, stages.bits));
    }
    tally.flops(registers);
    // The activations reach all rows through a tree of buffers, in registers of their own.
    const double broadcast = activation_bits * columns;
    tally.flops(broadcast).gates(CellId::inv, 2 * broadcast * std::ceil(rows / t.wiring.max_fanout.value));
    return tally.part(tally.gates_fj() + tally.flops_fj(registers + broadcast));
}

/// A memory of sums for each row, read and written in each cycle, and an adder.
PartCost accumulators(const PartContext& c) {
    Tally tally(c.technology);
    const ArrayConfig& array = c.architecture.array;
    const double rows = array.rows;
    const MemoryCost memory = tally.memory({array.accumulator_depth, sum_bits, true}, rows);
    tally.prefix_adders(sum_bits, rows).flops(2 * sum_bits * rows);
    tally.path(prefix_adder_ps(c.technology, sum_bits));
    if (c.architecture.order == LoopOrder::spill) {
        const auto width = static_cast<std::int64_t>(sum_bits) * array.rows;
        tally.memory({ceil_div(8 * array.spill_bytes, width), width, true}); // those on their way to memory
    }
    return tally.part(rows * (memory.read_fj + memory.write_fj) + tally.gates_fj() +
                      tally.flops_fj(2 * sum_bits * rows));
}

} // namespace

void add_array_parts(const PartContext& c, MachineCost& cost) {
    part_of(cost, PartId::activation_reader) = activation_reader(c);
    part_of(cost, PartId::activation_buffer) = activation_buffer(c);
    part_of(cost, PartId::activation_crossbar) = activation_crossbar(c);
    part_of(cost, PartId::array) = array(c);
    part_of(cost, PartId::accumulators) = accumulators(c);
}

} // namespace fracbit::models
