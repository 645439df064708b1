// What a run of the machine measured. Filled by the SystemC machine and by the timing model; printed by reports.
#pragma once

#include "models/core/units.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

/// Where a block's cycles went; the four add up to the run's cycles.
struct BlockCycles {
    Cycles busy, stall_in, stall_out, idle;
    [[nodiscard]] Cycles total() const { return busy + stall_in + stall_out + idle; }
    BlockCycles& operator+=(const BlockCycles& other);
    friend bool operator==(const BlockCycles&, const BlockCycles&) = default;
};

/// The machine's blocks, in data-flow order. The order of this list is the order in every report.
enum class BlockId { memory, weight_reader, decoder, patch_reader, patch_unit, mask_decoder, csr_decoder, weight_buffer, tile_loader, activation_reader, operand_reader, array, scaler, vector_unit, output_writer };
inline constexpr int block_count = 15;
const char* to_string(BlockId block);

/// The streams every byte on the memory channel belongs to.
enum class StreamId { weights, offsets, patch_counts, patch_locations, mask, csr_entries, csr_counts, scales, activations, residual, kv_cache, psum_read, psum_write, outputs };
inline constexpr int stream_count = 14;
const char* to_string(StreamId stream);

struct StreamTraffic {
    Bytes bytes;              ///< payload: what the layer needs from (or gives to) this stream
    Bytes bus_bytes;          ///< what the channel carried: whole bursts
    std::int64_t bursts = 0;
    std::int64_t fetches = 0; ///< payload bytes / distinct bytes, rounded up: how often the operand is fetched
    StreamTraffic& operator+=(const StreamTraffic& other);
    friend bool operator==(const StreamTraffic&, const StreamTraffic&) = default;
};

/// What the CSR decoders did with their cycles inside units. slots = entries + fillers + starved + unbalanced.
struct CsrCounts {
    std::int64_t slots = 0;      ///< decoders x cycles
    std::int64_t entries = 0;    ///< kept weights
    std::int64_t fillers = 0;    ///< entries that only pass weights: part of the loss by size
    std::int64_t starved = 0;    ///< in cycles that a unit took longer than its entries need: loss by size
    std::int64_t unbalanced = 0; ///< a decoder's share of the unit was shorter than the longest: loss by imbalance
    CsrCounts& operator+=(const CsrCounts& other);
    friend bool operator==(const CsrCounts&, const CsrCounts&) = default;
};

struct LayerResult {
    std::string name;
    Cycles cycles;
    std::int64_t macs = 0;           ///< nominal, padding included
    std::int64_t vectors = 0;        ///< vectors the array accepted
    Bits decoded_bits;               ///< bits that left the decoder (bypass: the stored bits)
    std::int64_t decoded_slices = 0;
    std::int64_t tiles_loaded = 0;
    std::int64_t patches = 0;        ///< bits that the patch unit flipped
    CsrCounts csr;
    std::array<StreamTraffic, stream_count> streams;
    std::array<BlockCycles, block_count> blocks;
    [[nodiscard]] const BlockCycles& block(BlockId id) const { return blocks[static_cast<std::size_t>(id)]; }
    [[nodiscard]] const StreamTraffic& stream(StreamId id) const { return streams[static_cast<std::size_t>(id)]; }
    /// Adds all counts; the name stays.
    LayerResult& operator+=(const LayerResult& other);
    friend bool operator==(const LayerResult&, const LayerResult&) = default;
};

struct SimulationResult {
    std::string engine;              ///< "systemc" (later "timing")
    Cycles total_cycles;
    double seconds = 0;              ///< wall time of the simulation itself
    std::vector<LayerResult> layers;
    /// The last layer's outputs, one vector per image, in [channel][row][column] order. Empty for shape-only runs.
    std::vector<std::vector<std::uint8_t>> outputs;
};

} // namespace fracbit::models
