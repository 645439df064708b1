#include "models/cost/machine_cost.hpp"

#include "models/cost/adders.hpp"
#include "models/cost/machine_parts.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {
namespace {

struct PartFacts {
    const char* name;
    BlockId block;
    const char* operation;
};

constexpr PartFacts part_facts[part_count] = {
    {"memory_controller", BlockId::memory, "burst"},     {"weight_reader", BlockId::weight_reader, "stored bit"},
    {"seed_fifo", BlockId::weight_reader, "stored bit"}, {"decoder", BlockId::decoder, "slice"},
    {"decoded_fifo", BlockId::decoder, "decoded bit"},   {"patch_reader", BlockId::patch_reader, "stored bit"},
    {"patch_unit", BlockId::patch_unit, "decoded bit"},  {"mask_decoder", BlockId::mask_decoder, "mask bit"},
    {"mask_memory", BlockId::mask_decoder, "mask bit"},  {"csr_decoder", BlockId::csr_decoder, "entry"},
    {"weight_gearbox", BlockId::weight_buffer, "bit"},   {"weight_buffer", BlockId::weight_buffer, "bit"},
    {"tile_registers", BlockId::tile_loader, "bit"},     {"activation_reader", BlockId::activation_reader, "byte"},
    {"activation_buffer", BlockId::array, "byte"},       {"activation_crossbar", BlockId::array, "byte"},
    {"operand_reader", BlockId::operand_reader, "byte"}, {"array", BlockId::array, "cycle"},
    {"accumulators", BlockId::array, "cycle"},           {"scaler", BlockId::scaler, "cycle"},
    {"vector_unit", BlockId::vector_unit, "cycle"},      {"output_fifo", BlockId::output_writer, "byte"},
    {"output_writer", BlockId::output_writer, "byte"},
};

} // namespace

const char* to_string(PartId part) { return part_facts[static_cast<int>(part)].name; }
BlockId block_of(PartId part) { return part_facts[static_cast<int>(part)].block; }
const char* operation_of(PartId part) { return part_facts[static_cast<int>(part)].operation; }

PartContext part_context(const Architecture& architecture, const MachineUse& use, const Technology& technology) {
    PartContext context{architecture, use, technology};
    const auto bus_bytes = static_cast<std::int64_t>(std::ceil(architecture.memory.bytes_per_cycle.value()));
    context.bus_bits = 8.0 * static_cast<double>(std::int64_t{1} << bits_to_count(bus_bytes));
    context.word_bits = context.word_stored_bits = static_cast<double>(architecture.weights.fill_width); // the bypass
    for (const DecoderCost& decoder : use.decoders) {
        context.word_stored_bits =
            std::max(context.word_stored_bits, static_cast<double>(architecture.weights.lanes) * decoder.stored_bits);
        context.word_bits =
            std::max(context.word_bits, static_cast<double>(architecture.weights.lanes) * decoder.n_out);
    }
    context.shift_bits = use.shift_bits;
    if (architecture.array.mode == ArrayMode::shift)
        context.shift_bits = std::max(context.shift_bits, least_shifter_bits);
    if (architecture.array.mode == ArrayMode::dense || use.dense8)
        context.weight_bits = 8;
    else
        context.weight_bits = std::max(context.shift_bits, use.sparse || use.csr ? 2 : 1);
    return context;
}

MachineCost machine_cost(const Architecture& architecture, const MachineUse& use, const Technology& technology) {
    const PartContext context = part_context(architecture, use, technology);
    MachineCost cost;
    cost.clock_mhz = architecture.clock_mhz;
    cost.clock_ps = 1e6 / architecture.clock_mhz;
    cost.memory_pj_per_bit = technology.memory_pj_per_bit.value;
    cost.rows = architecture.array.rows;
    cost.columns = architecture.array.columns;
    cost.tile_weight_bits = context.weight_bits;
    add_weight_parts(context, cost);
    add_pruning_parts(context, cost);
    add_array_parts(context, cost);
    add_output_parts(context, cost);
    for (const PartCost& part : cost.parts) {
        cost.area += part.area;
        cost.leakage_nw += part.leakage_nw;
        cost.slowest_ps = std::max(cost.slowest_ps, part.delay_ps);
        cost.area_quality = weakest(cost.area_quality, part.area_quality);
        cost.quality = weakest(cost.quality, part.quality);
    }
    cost.placed_um2 = cost.area.total_um2() / technology.wiring.utilization.value;
    return cost;
}

} // namespace fracbit::models
