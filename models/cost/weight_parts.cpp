// From memory to the tile registers, for weights that are not pruned.
#include "models/cost/gate_delays.hpp"
#include "models/cost/machine_parts.hpp"
#include "models/cost/tally.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {
namespace {

constexpr int memory_address_bits = 40;
constexpr int request_bits = memory_address_bits + 8; ///< stream and lane beside the address

/// Requests in flight, the next address of each stream, and its incrementer.
PartCost memory_controller(const PartContext& c) {
    Tally tally(c.technology);
    const auto outstanding = static_cast<double>(c.architecture.memory.outstanding);
    tally.enabled_flops(outstanding * request_bits + stream_count * memory_address_bits);
    tally.prefix_adders(memory_address_bits, 1)
        .gates(CellId::mux2, outstanding * request_bits + stream_count * memory_address_bits);
    tally.path(prefix_adder_ps(c.technology, memory_address_bits));
    return tally.part(tally.gates_fj() + tally.flops_fj(request_bits + memory_address_bits), true);
}

/// Stream buffer and a gearbox from the bus to words of the decoders' seeds.
PartCost weight_reader(const PartContext& c) {
    Tally tally(c.technology);
    const auto words = static_cast<std::int64_t>(
        std::ceil(8.0 * static_cast<double>(c.architecture.weights.reader_bytes) / c.bus_bits));
    const MemoryCost buffer = tally.memory({words, static_cast<std::int64_t>(c.bus_bits), true});
    tally.gearbox(c.bus_bits, c.word_stored_bits, static_cast<double>(c.use.decoders.size()) + 1);
    const double word_fj = buffer.read_fj + buffer.write_fj;
    const double held = c.bus_bits + c.word_stored_bits;
    return tally.part(word_fj / c.bus_bits + (tally.gates_fj() + tally.flops_fj(held)) / c.word_stored_bits);
}

PartCost fifo(const PartContext& c, double width, std::int64_t depth) {
    Tally tally(c.technology);
    const MemoryCost memory = tally.memory({depth, static_cast<std::int64_t>(width), true});
    const double pointer = bits_to_count(depth) + 1;
    tally.enabled_flops(2 * pointer).gates(CellId::half_adder, 2 * pointer).gates(CellId::xor2, pointer);
    return tally.part((memory.read_fj + memory.write_fj) / width);
}

/// Every lane has every network; a multiplexer takes the one in use.
PartCost decoder(const PartContext& c) {
    Tally tally(c.technology);
    const double lanes = c.architecture.weights.lanes;
    double slowest = 0, energy = 0;
    int widest = 0;
    for (const DecoderCost& one : c.use.decoders) {
        slowest = std::max(slowest, one.delay_ps);
        energy = std::max(energy, one.energy_fj);
        widest = std::max(widest, one.n_out);
    }
    tally.gates(CellId::mux2, lanes * widest * (static_cast<double>(c.use.decoders.size()) - 1));
    tally.path(tally.mux_levels_ps(static_cast<double>(c.use.decoders.size())));
    PartCost part = tally.part(energy);
    part.delay_ps = std::max(part.delay_ps, slowest);
    for (const DecoderCost& one : c.use.decoders) {
        part.area.logic_um2 += lanes * one.area.logic_um2;
        part.area.flops_um2 += lanes * one.area.flops_um2;
        part.leakage_nw += lanes * one.leakage_nw;
        // Only the network in use is clocked: the largest, to be safe.
        part.clock_fj = std::max(part.clock_fj, lanes * one.clock_fj * c.technology.wiring.clock_tree_factor.value);
        part.area_quality = weakest(part.area_quality, one.area_quality);
        part.quality = weakest(part.quality, one.quality);
    }
    return part;
}

/// Words in, up to fill_width bits out; mask bits have a gearbox of their own.
PartCost weight_gearbox(const PartContext& c) {
    Tally tally(c.technology);
    const auto fill = static_cast<double>(c.architecture.weights.fill_width);
    tally.gearbox(c.word_bits, c.word_bits, fill);
    double held = 2 * c.word_bits;
    if (c.use.sparse) {
        const auto mask = static_cast<double>(c.architecture.weights.mask_lanes);
        tally.gearbox(mask, mask, fill / 2);
        held += 2 * mask;
    }
    return tally.part((tally.gates_fj() + tally.flops_fj(held)) / fill);
}

PartCost weight_buffer(const PartContext& c) {
    Tally tally(c.technology);
    const std::int64_t width = c.architecture.weights.fill_width;
    const std::int64_t words = ceil_div(8 * c.architecture.weights.buffer_bytes, width);
    const MemoryCost memory = tally.memory({words, width, true});
    return tally.part((memory.read_fj + memory.write_fj) / 2 / static_cast<double>(width));
}

/// Each bank in flip-flops; two need a multiplexer a bit.
PartCost tile_registers(const PartContext& c) {
    Tally tally(c.technology);
    const ArrayConfig& array = c.architecture.array;
    const double bits = static_cast<double>(array.rows) * array.columns * c.weight_bits;
    tally.enabled_flops(array.tile_banks * bits).gates(CellId::mux2, (array.tile_banks - 1) * bits);
    tally.path(tally.mux_levels_ps(array.tile_banks));
    PartCost part = tally.part((tally.flops_fj(bits) + tally.gates_fj()) / bits);
    // A load takes ceil(bits / fill_width) cycles and clocks only what it fills.
    const auto fill = static_cast<double>(c.architecture.weights.fill_width);
    part.clock_fj *= std::min(1.0, fill / (array.tile_banks * bits));
    return part;
}

} // namespace

void add_weight_parts(const PartContext& c, MachineCost& cost) {
    const std::int64_t depth = c.architecture.weights.fifo_depth;
    part_of(cost, PartId::memory_controller) = memory_controller(c);
    part_of(cost, PartId::weight_reader) = weight_reader(c);
    part_of(cost, PartId::seed_fifo) = fifo(c, c.word_stored_bits, depth);
    if (!c.use.decoders.empty()) {
        part_of(cost, PartId::decoder) = decoder(c);
        double widest = 0;
        for (const DecoderCost& one : c.use.decoders)
            widest = std::max(widest, static_cast<double>(c.architecture.weights.lanes) * one.n_out);
        part_of(cost, PartId::decoded_fifo) = fifo(c, widest, depth);
    }
    part_of(cost, PartId::weight_gearbox) = weight_gearbox(c);
    part_of(cost, PartId::weight_buffer) = weight_buffer(c);
    part_of(cost, PartId::tile_registers) = tile_registers(c);
}

} // namespace fracbit::models
