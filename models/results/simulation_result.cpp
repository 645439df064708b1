#include "models/results/simulation_result.hpp"

#include <algorithm>

namespace fracbit::models {

BlockCycles& BlockCycles::operator+=(const BlockCycles& other) {
    busy += other.busy;
    stall_in += other.stall_in;
    stall_out += other.stall_out;
    idle += other.idle;
    return *this;
}

StreamTraffic& StreamTraffic::operator+=(const StreamTraffic& other) {
    bytes += other.bytes;
    bus_bytes += other.bus_bytes;
    bursts += other.bursts;
    fetches = std::max(fetches, other.fetches);
    return *this;
}

LayerResult& LayerResult::operator+=(const LayerResult& other) {
    cycles += other.cycles;
    macs += other.macs;
    vectors += other.vectors;
    decoded_bits += other.decoded_bits;
    decoded_slices += other.decoded_slices;
    tiles_loaded += other.tiles_loaded;
    patches += other.patches;
    csr += other.csr;
    for (std::size_t s = 0; s < streams.size(); ++s) streams[s] += other.streams[s];
    for (std::size_t b = 0; b < blocks.size(); ++b) blocks[b] += other.blocks[b];
    return *this;
}

CsrCounts& CsrCounts::operator+=(const CsrCounts& other) {
    slots += other.slots;
    entries += other.entries;
    fillers += other.fillers;
    starved += other.starved;
    unbalanced += other.unbalanced;
    return *this;
}

const char* to_string(BlockId block) {
    static constexpr const char* names[block_count] = {"memory", "weight_reader", "decoder", "patch_reader",
        "patch_unit", "mask_decoder", "csr_decoder", "weight_buffer", "tile_loader", "activation_reader", "operand_reader", "array", "scaler", "vector_unit", "output_writer"};
    return names[static_cast<int>(block)];
}

const char* to_string(StreamId stream) {
    static constexpr const char* names[stream_count] = {"weights", "offsets", "patch_counts",
        "patch_locations", "mask", "csr_entries", "csr_counts", "scales", "activations", "residual", "kv_cache",
        "psum_read", "psum_write", "outputs"};
    return names[static_cast<int>(stream)];
}

} // namespace fracbit::models
