// What an exported weight path is made for: networks, storage format and the sizes of the blocks.
#pragma once

#include "models/circuits/pipeline.hpp"
#include "models/circuits/synthesis.hpp"
#include "models/config/architecture.hpp"
#include "models/model/quantized.hpp"

#include <bit>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fracbit::models {

struct WeightPathSpec {
    std::string layer;  ///< any text: names and comments are made of it
    std::string prefix; ///< of modules; empty: legal_name(layer), which two layers may share
    std::vector<std::shared_ptr<const XorNetwork>> planes; ///< of equal n_in and n_out; equal ones share a circuit
    int registers = 0;                                     ///< N_s, as in StoredPlane
    PatchFormat patches = PatchFormat::none;
    std::vector<int> block_slices; ///< counted: slices of each plane that share the width of a count
    std::vector<int> gap_bits;     ///< gaps: of each plane
    bool masked = false;           ///< a mask bit for each weight, two bits a weight in the buffer
    WeightPathConfig sizes;        ///< of the blocks, as the simulator has them
    std::int64_t in_bits = 512;    ///< payload of a stream that becomes usable in one cycle, at most: a burst's bits
    SynthesisOptions circuits;     ///< the stages may limit their depth further

    [[nodiscard]] std::string module_prefix() const;
    [[nodiscard]] int n_in() const { return planes.front()->n_in(); }
    [[nodiscard]] int n_out() const { return planes.front()->n_out(); }
    [[nodiscard]] int seed_bits() const { return n_in() / (registers + 1); }
    [[nodiscard]] int lanes() const { return sizes.lanes; }
    /// Decoded bits of a word.
    [[nodiscard]] std::int64_t word_bits() const { return std::int64_t{sizes.lanes} * n_out(); }
    /// Bits of a gap, at most.
    [[nodiscard]] int widest_gap() const;
    /// counted: most and fewest slices of a block of counts.
    [[nodiscard]] int largest_block() const;
    [[nodiscard]] int smallest_block() const;
    /// Whether the planes differ in the width of gaps, or in the blocks of counts.
    [[nodiscard]] bool patches_differ() const;
    [[nodiscard]] int mask_bits() const { return masked ? 1 : 0; }
    /// Weights that can go into a unit in a cycle.
    [[nodiscard]] std::int64_t give() const;
};

/// Index of the top bit of a port that counts up to `largest`.
constexpr int top_bit(std::int64_t largest) {
    return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(largest))) - 1;
}

/// Throws ConfigError listing all that is wrong: no planes, planes of different shapes, registers that do not divide
/// n_in, sizes below 1, buffers that cannot hold a word and `in_bits`, fields out of range.
void validate(const WeightPathSpec& spec);

/// The weight path of `architecture` for a layer with XOR-encoded weights (flexor, sparse or shift_xor, whose bits are
/// what the path takes for weights). Throws ConfigError for other formats, and where `validate` does.
WeightPathSpec weight_path_of(const Architecture& architecture, const std::string& name, const QuantizedLayer& weights);

/// The decoder's pipeline, as docs/machine.md dictates it.
DecoderStages decoder_stages_of(const WeightPathSpec& spec);

} // namespace fracbit::models
