// The parts of a machine, one function each, grouped as the data flow. docs/cost.md states what each counts.
#pragma once

#include "models/cost/machine_cost.hpp"

namespace fracbit::models {

inline constexpr int sum_bits = 32; ///< of an accumulator

struct PartContext {
    const Architecture& architecture;
    const MachineUse& use;
    const Technology& technology;
    double bus_bits = 0;         ///< a cycle of the memory channel, rounded up to a power of two
    double word_stored_bits = 0; ///< largest word between reader and decoder, all lanes
    double word_bits = 0;        ///< largest decoded or bypassed word
    int shift_bits = 0;          ///< of a weight that cells can shift by; 0: they cannot
    int weight_bits = 1;         ///< of a weight in buffer and tile: 8 dense, 2 pruned, shift_bits, else 1
};

PartContext part_context(const Architecture& architecture, const MachineUse& use, const Technology& technology);

/// Fill in the parts that exist; the others stay empty.
void add_weight_parts(const PartContext& context, MachineCost& cost);
void add_pruning_parts(const PartContext& context, MachineCost& cost);
void add_array_parts(const PartContext& context, MachineCost& cost);
void add_output_parts(const PartContext& context, MachineCost& cost);

inline PartCost& part_of(MachineCost& cost, PartId id) { return cost.parts[static_cast<std::size_t>(id)]; }

} // namespace fracbit::models
