// Which stored weight bits are read, in which order, and into which units of the decoded-weight buffer they go.
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/quantized.hpp"
#include "models/schedule/work_order.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// How a plane's bits are cut: slices of `stored_bits` that become `decoded_bits` each. A bypassed decoder has slices of
/// one weight.
struct SliceShape {
    std::int64_t stored_bits = 1;
    std::int64_t decoded_bits = 1;
    std::int64_t per_word = 1; ///< slices that move together: lanes, or a bypass word's weights
    bool bypass = true;
    std::int64_t weight_bits = 1; ///< decoded bits of one weight
    std::int64_t mask_bits = 0;   ///< and those that say whether it is kept
    [[nodiscard]] std::int64_t held_bits() const { return weight_bits + mask_bits; } ///< a weight's, in the buffer
    [[nodiscard]] std::int64_t word_stored_bits() const { return per_word * stored_bits; }
    [[nodiscard]] std::int64_t word_decoded_bits() const { return per_word * decoded_bits; }
};

/// What a layer's weights look like to this architecture's decoder lanes or bypass words.
SliceShape slice_shape(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights);

/// What a run reads of one stream, in bits.
struct StreamPiece {
    std::uint64_t address = 0; ///< bit address in memory
    std::int64_t bits = 0;
    std::uint64_t end = 0;     ///< reading goes on without a break up to here: bursts may hold bits of later runs
    bool anew = true;          ///< reading begins here, whatever was read before
};

/// Consecutive slices of one plane, read once from the first to the last.
struct WeightRun {
    std::int64_t plane = 0;
    std::int64_t group = 0;       ///< row group whose run of patches and masks goes with it
    std::int64_t first_bit = 0;   ///< of the first slice, in the plane's stored bits
    std::int64_t slices = 0;
    std::int64_t skip = 0;        ///< decoded bits of the first slice that belong to earlier weights
    std::int64_t useful_bits = 0; ///< decoded bits that go into units
    StreamPiece seeds, counts, locations, mask;
};

/// What the decoded-weight buffer reserves, fills and frees as one: a tile, or with row-major storage a row group's plane.
struct WeightUnit {
    std::int64_t run = 0;         ///< csr: row group
    std::int64_t end_slice = 0; ///< slices of the run that must be decoded before the unit is whole, in whole words (may pass the end)
    std::int64_t bits = 0;
};

struct WeightStream {
    SliceShape slice;
    StorageOrder order = StorageOrder::row_major;
    bool resident = false;   ///< each row group is decoded once and stays for all its chunks
    bool tile_units = true;  ///< a unit is a tile; otherwise a row group's plane
    bool patched = false;    ///< sparse: patches behind the decoder
    bool csr = false;        ///< units are filled by the CSR decoders: no runs
    bool continuous = false; ///< each row group is read once, so streams are read without a break
    std::vector<WeightRun> runs;
    std::vector<WeightUnit> units;
    std::vector<std::int64_t> first_unit_of_step; ///< steps()+1 entries: units that a step is the first to use
    std::uint64_t bytes = 0; ///< of address space
    std::vector<std::uint64_t> csr_entries; ///< csr: bit address of each decoder's stream
    std::uint64_t csr_counts = 0;           ///< csr: bit address
    StreamPiece offsets;                    ///< table of the row groups' places in streams of variable length

    /// Unit that pass `pass` of step `step` reads (pass counts planes and tiles of the step).
    [[nodiscard]] std::int64_t unit_of(const WorkOrder& order_of_work, std::int64_t step, std::int64_t pass) const;
    /// Whether that pass is the last to read its unit.
    [[nodiscard]] bool last_use(const WorkOrder& order_of_work, std::int64_t step, std::int64_t pass) const;
};

/// `base` is the byte address of the layer's weights. Throws ConfigError if the buffers cannot hold what must be held,
/// or if the weights were stored for an array of another size.
WeightStream plan_weights(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights,
                          const WorkOrder& order, std::uint64_t base);

} // namespace fracbit::models
