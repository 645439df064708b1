#include "models/cost/run_energy.hpp"

namespace fracbit::models {

PartEnergy& PartEnergy::operator+=(const PartEnergy& other) {
    switching_pj += other.switching_pj;
    clock_pj += other.clock_pj;
    leakage_pj += other.leakage_pj;
    return *this;
}

double RunEnergy::block_pj(BlockId block) const {
    double sum = 0;
    for (int p = 0; p < part_count; ++p)
        if (block_of(static_cast<PartId>(p)) == block) sum += parts[static_cast<std::size_t>(p)].total_pj();
    return sum;
}

double RunEnergy::on_chip_pj() const {
    double sum = 0;
    for (const PartEnergy& part : parts) sum += part.total_pj();
    return sum;
}

double RunEnergy::memory_pj() const {
    double sum = 0;
    for (const double stream : streams_pj) sum += stream;
    return sum;
}

RunEnergy& RunEnergy::operator+=(const RunEnergy& other) {
    for (std::size_t p = 0; p < parts.size(); ++p) parts[p] += other.parts[p];
    for (std::size_t s = 0; s < streams_pj.size(); ++s) streams_pj[s] += other.streams_pj[s];
    quality = weakest(quality, other.quality);
    return *this;
}

std::array<double, part_count> operations(const LayerResult& counts, const MachineCost& machine) {
    const auto bytes = [&](StreamId id) { return static_cast<double>(counts.stream(id).bytes.count()); };
    const auto busy = [&](BlockId id) { return static_cast<double>(counts.block(id).busy.count()); };
    const double weights_bits = 8 * (bytes(StreamId::weights) + bytes(StreamId::kv_cache));
    const double patch_bits = 8 * (bytes(StreamId::patch_counts) + bytes(StreamId::patch_locations));
    const double mask_bits = 8 * bytes(StreamId::mask);
    const auto decoded = static_cast<double>(counts.decoded_bits.count());
    const auto entries = static_cast<double>(counts.csr.entries + counts.csr.fillers);
    const bool pruned = mask_bits > 0 || counts.csr.slots > 0;
    const bool encoded = counts.decoded_slices > 0;
    const double held = pruned ? 2 * decoded : decoded; // bits that the buffer takes: a weight's value and its mask
    const double tile_bits =
        static_cast<double>(counts.tiles_loaded) * machine.rows * machine.columns * machine.tile_weight_bits;
    const double vector_bytes = static_cast<double>(counts.vectors) * machine.columns;
    const double loaded = bytes(StreamId::activations) + bytes(StreamId::residual);

    std::array<double, part_count> done{};
    const auto set = [&](PartId id, double count) { done[static_cast<std::size_t>(id)] = count; };
    double bursts = 0;
    for (const StreamTraffic& stream : counts.streams) bursts += static_cast<double>(stream.bursts);
    set(PartId::memory_controller, bursts);
    set(PartId::weight_reader, weights_bits);
    set(PartId::seed_fifo, weights_bits);
    set(PartId::decoder, static_cast<double>(counts.decoded_slices));
    set(PartId::decoded_fifo, encoded ? decoded : 0);
    set(PartId::patch_reader, patch_bits);
    set(PartId::patch_unit, patch_bits > 0 ? decoded : 0);
    set(PartId::mask_decoder, mask_bits > 0 ? decoded : 0);
    set(PartId::mask_memory, mask_bits > 0 ? decoded : 0);
    set(PartId::csr_decoder, entries);
    set(PartId::weight_gearbox, counts.csr.slots > 0 ? 0 : held);
    set(PartId::weight_buffer, held + tile_bits);
    set(PartId::tile_registers, tile_bits);
    set(PartId::activation_reader, loaded);
    set(PartId::activation_buffer, vector_bytes + loaded);
    set(PartId::activation_crossbar, vector_bytes);
    set(PartId::operand_reader, bytes(StreamId::scales) + bytes(StreamId::psum_read));
    set(PartId::array, busy(BlockId::array));
    set(PartId::accumulators, busy(BlockId::array));
    set(PartId::scaler, busy(BlockId::scaler));
    set(PartId::vector_unit, busy(BlockId::vector_unit));
    set(PartId::output_fifo, bytes(StreamId::outputs));
    set(PartId::output_writer, bytes(StreamId::outputs) + bytes(StreamId::psum_write));
    return done;
}

RunEnergy run_energy(const LayerResult& counts, const MachineCost& machine) {
    constexpr double pj_per_fj = 1e-3;
    const double seconds = static_cast<double>(counts.cycles.count()) / (machine.clock_mhz * 1e6);
    const auto done = operations(counts, machine);
    RunEnergy energy;
    energy.quality = machine.quality;
    for (std::size_t p = 0; p < energy.parts.size(); ++p) {
        const PartCost& part = machine.parts[p];
        const auto busy = static_cast<double>(counts.block(block_of(static_cast<PartId>(p))).busy.count());
        energy.parts[p].switching_pj = done[p] * part.energy_fj * pj_per_fj;
        energy.parts[p].clock_pj = busy * part.clock_fj * pj_per_fj;
        energy.parts[p].leakage_pj = part.leakage_nw * seconds * 1e3; // nW s = nJ
    }
    for (std::size_t s = 0; s < energy.streams_pj.size(); ++s)
        energy.streams_pj[s] = 8 * static_cast<double>(counts.streams[s].bus_bytes.count()) * machine.memory_pj_per_bit;
    return energy;
}

RunEnergy run_energy(const SimulationResult& result, const MachineCost& machine) {
    RunEnergy sum;
    for (const LayerResult& layer : result.layers) sum += run_energy(layer, machine);
    sum.quality = machine.quality;
    return sum;
}

} // namespace fracbit::models
