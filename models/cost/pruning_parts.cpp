// Patches, masks, and the decoders of the CSR baseline.
#include "models/cost/gate_delays.hpp"
#include "models/cost/machine_parts.hpp"
#include "models/cost/tally.hpp"

#include <algorithm>
#include <cmath>

namespace fracbit::models {
namespace {

int widest_slice(const MachineUse& use) {
    int widest = 1;
    for (const DecoderCost& decoder : use.decoders) widest = std::max(widest, decoder.n_out);
    return widest;
}

std::int64_t words_of(std::int64_t bytes, double width) {
    return static_cast<std::int64_t>(std::ceil(8.0 * static_cast<double>(bytes) / width));
}

/// Buffers of counts and locations, a gearbox for the locations of a cycle, and sums of the lanes' counts.
PartCost patch_reader(const PartContext& c) {
    Tally tally(c.technology);
    const WeightPathConfig& weights = c.architecture.weights;
    const double lanes = weights.lanes, location = bits_to_count(widest_slice(c.use));
    const double taken = lanes * weights.patch_ports * location;
    const MemoryShape shape{words_of(weights.patch_bytes, c.bus_bits), static_cast<std::int64_t>(c.bus_bits), true};
    const MemoryCost buffer = tally.memory(shape, 2);
    const double counts = lanes * (location + 1);
    tally.gearbox(c.bus_bits, taken, taken).gearbox(c.bus_bits, counts, counts);
    tally.prefix_adders(location + 1, lanes);
    tally.path(bits_to_count(weights.lanes) * prefix_adder_ps(c.technology, location + 1));
    return tally.part((buffer.read_fj + buffer.write_fj) / c.bus_bits +
                      (tally.gates_fj() + tally.flops_fj(taken + counts)) / (taken + counts));
}

/// A lane: a FIFO of slices with their locations; for each port a decoder of locations to one line a bit, an OR of the
/// ports and an XOR. The collector holds a word.
PartCost patch_unit(const PartContext& c) {
    Tally tally(c.technology);
    const WeightPathConfig& weights = c.architecture.weights;
    const int slice = widest_slice(c.use), location = bits_to_count(slice);
    const double lanes = weights.lanes, ports = weights.patch_ports;
    const std::int64_t width = slice + std::int64_t{weights.patch_ports} * location;
    const MemoryCost fifo = tally.memory({weights.patch_fifo_depth, width, true}, lanes);
    const double half = std::pow(2.0, (location + 1) / 2);
    tally.gates(CellId::and2, lanes * ports * (slice + 2 * half)); // two predecoders, and one AND a line
    tally.gates(CellId::or2, lanes * (ports - 1) * slice)
        .gates(CellId::xor2, lanes * slice)
        .enabled_flops(2 * lanes * slice);
    tally.path((bits_to_count(std::max(location, 1)) + 1) *
                   gate_ps(c.technology, CellId::and2, CellId::and2, c.technology.wiring.max_fanout.value) +
               bits_to_count(weights.patch_ports) * gate_ps(c.technology, CellId::or2, CellId::or2, 1) +
               gate_ps(c.technology, CellId::xor2, CellId::flop, 1));
    const double bits = lanes * slice;
    return tally.part((lanes * (fifo.read_fj + fifo.write_fj) + tally.gates_fj() + tally.flops_fj(2 * bits)) / bits);
}

/// Bits of a mask as they are: a gearbox. Relative indices: prefix sums of the gaps of a cycle's entries, a decoder of
/// each to the lines, and their OR. Low rank: `rank` ANDs and `rank` - 1 ORs a bit.
PartCost mask_decoder(const PartContext& c) {
    Tally tally(c.technology);
    const WeightPathConfig& weights = c.architecture.weights;
    const auto lanes = static_cast<double>(weights.mask_lanes);
    const MemoryCost buffer =
        tally.memory({words_of(weights.mask_bytes, c.bus_bits), static_cast<std::int64_t>(c.bus_bits), true});
    double stored = lanes; // most bits that a cycle takes from the stream
    if (c.use.relative_mask) {
        const double entries = weights.mask_entries, sum = bits_to_count(weights.mask_lanes) + 1;
        stored = std::max(stored, entries * c.use.gap_bits);
        const double levels = bits_to_count(weights.mask_entries);
        tally.prefix_adders(sum, entries / 2 * levels);
        tally.gates(CellId::and2, entries * lanes).gates(CellId::or2, (entries - 1) * lanes);
        tally.path(levels * prefix_adder_ps(c.technology, sum) +
                   2 * gate_ps(c.technology, CellId::and2, CellId::and2, c.technology.wiring.max_fanout.value) +
                   levels * gate_ps(c.technology, CellId::or2, CellId::or2, 1));
    }
    if (c.use.mask_rank > 0) {
        stored = std::max(stored, static_cast<double>(weights.fill_width));
        const double rank = c.use.mask_rank;
        tally.gates(CellId::and2, lanes * rank).gates(CellId::or2, lanes * (rank - 1)).enabled_flops(rank * lanes);
        tally.path(gate_ps(c.technology, CellId::and2, CellId::or2, 1) +
                   bits_to_count(c.use.mask_rank) * gate_ps(c.technology, CellId::or2, CellId::or2, 1));
    }
    const double gates = tally.gates_fj(); // of the decoders alone
    tally.gearbox(c.bus_bits, stored, stored).enabled_flops(lanes);
    return tally.part((buffer.read_fj + buffer.write_fj) / c.bus_bits +
                          (gates + tally.flops_fj(stored + lanes)) / lanes,
                      c.use.relative_mask);
}

/// V of the current band, read for each mask bit: `rank` bits.
PartCost mask_memory(const PartContext& c) {
    Tally tally(c.technology);
    const std::int64_t width = c.architecture.weights.mask_lanes * c.use.mask_rank;
    const MemoryCost memory =
        tally.memory({ceil_div(8 * c.architecture.weights.mask_memory_bytes, width), width, false});
    return tally.part(memory.read_fj / static_cast<double>(c.architecture.weights.mask_lanes));
}

/// A decoder: stream buffer, gearbox of an entry, a sum of gaps, a decoder to the columns of a unit.
PartCost csr_decoder(const PartContext& c) {
    Tally tally(c.technology);
    const CsrConfig& csr = c.architecture.csr;
    const double decoders = csr.decoders, entry = c.use.gap_bits + 1;
    constexpr double position_bits = 16;
    tally.memory({words_of(csr.counts_bytes, c.bus_bits), static_cast<std::int64_t>(c.bus_bits), true});
    Tally one(c.technology);
    const MemoryCost buffer =
        one.memory({words_of(csr.reader_bytes, c.bus_bits), static_cast<std::int64_t>(c.bus_bits), true});
    one.gearbox(c.bus_bits, entry, 1).prefix_adders(position_bits).enabled_flops(2 * position_bits);
    one.gates(CellId::and2, c.architecture.array.columns);
    tally.add(one, decoders);
    tally.path(prefix_adder_ps(c.technology, position_bits) + 2 * gate_ps(c.technology, CellId::and2, CellId::and2, 1));
    return tally.part((buffer.read_fj + buffer.write_fj) * entry / c.bus_bits + one.gates_fj() +
                          one.flops_fj(entry + position_bits),
                      true);
}

} // namespace

void add_pruning_parts(const PartContext& c, MachineCost& cost) {
    if (c.use.sparse && c.use.patches && !c.use.decoders.empty()) {
        part_of(cost, PartId::patch_reader) = patch_reader(c);
        part_of(cost, PartId::patch_unit) = patch_unit(c);
    }
    if (c.use.sparse) part_of(cost, PartId::mask_decoder) = mask_decoder(c);
    if (c.use.sparse && c.use.mask_rank > 0) part_of(cost, PartId::mask_memory) = mask_memory(c);
    if (c.use.csr) part_of(cost, PartId::csr_decoder) = csr_decoder(c);
}

} // namespace fracbit::models
