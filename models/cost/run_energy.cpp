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

double RunEnergy::dynamic_pj() const {
    double sum = 0;
    for (const PartEnergy& part : parts) sum += part.switching_pj + part.clock_pj;
    return sum;
}

double RunEnergy::leakage_pj() const {
    double sum = 0;
    for (const PartEnergy& part : parts) sum += part.leakage_pj;
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

RunActivity& RunActivity::operator+=(const RunActivity& other) {
    for (std::size_t p = 0; p < operations.size(); ++p) operations[p] += other.operations[p];
    for (std::size_t b = 0; b < busy.size(); ++b) busy[b] += other.busy[b];
    for (std::size_t s = 0; s < bus_bytes.size(); ++s) bus_bytes[s] += other.bus_bytes[s];
    tile_weights += other.tile_weights;
    cycles += other.cycles;
    return *this;
}

RunActivity activity_of(const LayerResult& counts, int rows, int columns) {
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
    const double vector_bytes = static_cast<double>(counts.vectors) * columns;
    const double loaded = bytes(StreamId::activations) + bytes(StreamId::residual);

    RunActivity activity;
    activity.cycles = static_cast<double>(counts.cycles.count());
    activity.tile_weights = static_cast<double>(counts.tiles_loaded) * rows * columns;
    for (std::size_t b = 0; b < activity.busy.size(); ++b) activity.busy[b] = busy(static_cast<BlockId>(b));
    double bursts = 0;
    for (std::size_t s = 0; s < activity.bus_bytes.size(); ++s) {
        activity.bus_bytes[s] = static_cast<double>(counts.streams[s].bus_bytes.count());
        bursts += static_cast<double>(counts.streams[s].bursts);
    }
    const auto set = [&](PartId id, double count) { activity.operations[static_cast<std::size_t>(id)] = count; };
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
    set(PartId::weight_buffer, held);
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
    return activity;
}

RunActivity activity_of(const SimulationResult& result, int rows, int columns) {
    RunActivity sum;
    for (const LayerResult& layer : result.layers) sum += activity_of(layer, rows, columns);
    return sum;
}

namespace {

constexpr double pj_per_fj = 1e-3;

double with_tiles(const RunActivity& activity, const MachineCost& machine, std::size_t part) {
    const auto id = static_cast<PartId>(part);
    const bool tiles = id == PartId::weight_buffer || id == PartId::tile_registers;
    return activity.operations[part] + (tiles ? activity.tile_weights * machine.tile_weight_bits : 0);
}
double switching_pj(const RunActivity& activity, const MachineCost& machine, std::size_t part) {
    return with_tiles(activity, machine, part) * machine.parts[part].energy_fj * pj_per_fj;
}
double clock_pj(const RunActivity& activity, const MachineCost& machine, std::size_t part) {
    const auto block = static_cast<std::size_t>(block_of(static_cast<PartId>(part)));
    return activity.busy[block] * machine.parts[part].clock_fj * pj_per_fj;
}
double stream_pj(const RunActivity& activity, const MachineCost& machine, std::size_t stream) {
    return 8 * activity.bus_bytes[stream] * machine.memory_pj_per_bit;
}
double part_leakage_pj(const MachineCost& machine, std::size_t part, double seconds) {
    return machine.parts[part].leakage_nw * seconds * 1e3; // nW s = nJ
}

} // namespace

std::array<double, part_count> operations(const LayerResult& counts, const MachineCost& machine) {
    const RunActivity activity = activity_of(counts, machine.rows, machine.columns);
    std::array<double, part_count> done{};
    for (std::size_t p = 0; p < done.size(); ++p) done[p] = with_tiles(activity, machine, p);
    return done;
}

RunEnergy run_energy(const RunActivity& activity, const MachineCost& machine) {
    const double seconds = activity.cycles / (machine.clock_mhz * 1e6);
    RunEnergy energy;
    energy.quality = machine.quality;
    for (std::size_t p = 0; p < energy.parts.size(); ++p)
        energy.parts[p] = {switching_pj(activity, machine, p), clock_pj(activity, machine, p),
                           part_leakage_pj(machine, p, seconds)};
    for (std::size_t s = 0; s < energy.streams_pj.size(); ++s) energy.streams_pj[s] = stream_pj(activity, machine, s);
    return energy;
}

RunEnergy run_energy(const LayerResult& counts, const MachineCost& machine) {
    return run_energy(activity_of(counts, machine.rows, machine.columns), machine);
}

RunEnergy run_energy(const SimulationResult& result, const MachineCost& machine) {
    return run_energy(activity_of(result, machine.rows, machine.columns), machine);
}

double dynamic_pj(const RunActivity& activity, const MachineCost& machine) {
    double sum = 0;
    for (std::size_t p = 0; p < machine.parts.size(); ++p)
        sum += switching_pj(activity, machine, p) + clock_pj(activity, machine, p);
    return sum;
}

double memory_pj(const RunActivity& activity, const MachineCost& machine) {
    double sum = 0;
    for (std::size_t s = 0; s < activity.bus_bytes.size(); ++s) sum += stream_pj(activity, machine, s);
    return sum;
}

double leakage_pj(const MachineCost& machine, double seconds) {
    double sum = 0;
    for (std::size_t p = 0; p < machine.parts.size(); ++p) sum += part_leakage_pj(machine, p, seconds);
    return sum;
}

} // namespace fracbit::models
