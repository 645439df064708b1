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
    [[nodiscard]] std::int64_t word_stored_bits() const { return per_word * stored_bits; }
    [[nodiscard]] std::int64_t word_decoded_bits() const { return per_word * decoded_bits; }
};

/// What flexor, binary and dense8 weights look like to this architecture's decoder lanes or bypass words.
SliceShape slice_shape(const Architecture& architecture, const Layer& layer, const QuantizedLayer& weights);

/// Consecutive slices of one plane, read once from the first to the last.
struct WeightRun {
    std::int64_t plane = 0;
    std::int64_t first_bit = 0;   ///< of the first slice, in the plane's stored bits
    std::int64_t slices = 0;
    std::int64_t skip = 0;        ///< decoded bits of the first slice that belong to earlier weights
    std::int64_t useful_bits = 0; ///< decoded bits that go into units
    std::uint64_t address = 0;    ///< bit address of the first slice in memory
};

/// What the decoded-weight buffer reserves, fills and frees as one: a tile, or with row-major storage a row group's plane.
struct WeightUnit {
    std::int64_t run = 0;
    std::int64_t end_slice = 0; ///< slices of the run that must be decoded before the unit is whole, in whole words (may pass the end)
    std::int64_t bits = 0;
};

struct WeightStream {
    SliceShape slice;
    StorageOrder order = StorageOrder::row_major;
    bool resident = false;   ///< each row group is decoded once and stays for all its chunks
    bool tile_units = true;  ///< a unit is a tile; otherwise a row group's plane
    std::vector<WeightRun> runs;
    std::vector<WeightUnit> units;
    std::vector<std::int64_t> first_unit_of_step; ///< steps()+1 entries: units that a step is the first to use
    std::uint64_t bytes = 0; ///< of address space

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
