// The order of work of one layer (docs/machine.md): row groups, chunks of positions, planes, reduction tiles.
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/quantized.hpp"
#include "models/schedule/tensor_layout.hpp"
#include "models/schedule/window.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// Output channels that the array holds at once; never spans convolution groups.
struct OutputGroup {
    ChannelBlock channels;
    std::int64_t convolution_group = 0;
};

/// Output positions whose sums stay in the accumulators together.
struct Chunk {
    std::int64_t first = 0;
    std::int64_t positions = 0;
    [[nodiscard]] std::int64_t end() const { return first + positions; }
};

/// Everything about the loops of a layer that does not depend on time. A *step* is one (row group, chunk), in order; a
/// *pass* is one (step, plane, tile): the unit of work of the array.
struct WorkOrder {
    std::vector<OutputGroup> groups;
    std::vector<Chunk> chunks;
    std::int64_t planes = 1;        ///< q
    std::int64_t reduction = 0;     ///< K; 0 on the vector unit
    std::int64_t tile_columns = 0;
    bool bit_serial = false;            ///< binary codes in xnor mode
    std::int64_t cycles_per_vector = 1; ///< M if bit_serial
    bool spills = false;                ///< sums of positions from `resident_positions` on go to memory between passes
    std::int64_t resident_positions = 0;

    [[nodiscard]] std::int64_t steps() const { return static_cast<std::int64_t>(groups.size() * chunks.size()); }
    [[nodiscard]] std::size_t group_of(std::int64_t step) const { return static_cast<std::size_t>(step) / chunks.size(); }
    [[nodiscard]] std::size_t chunk_of(std::int64_t step) const { return static_cast<std::size_t>(step) % chunks.size(); }
    [[nodiscard]] const OutputGroup& group(std::int64_t step) const { return groups[group_of(step)]; }
    [[nodiscard]] const Chunk& chunk(std::int64_t step) const { return chunks[chunk_of(step)]; }

    /// Positions of all steps before `step`.
    [[nodiscard]] std::int64_t positions_before(std::int64_t step) const {
        return static_cast<std::int64_t>(group_of(step)) * chunks.back().end() + chunk(step).first;
    }

    [[nodiscard]] std::int64_t tiles() const { return reduction == 0 ? 0 : ceil_div(reduction, tile_columns); }
    [[nodiscard]] std::int64_t passes_per_step() const { return planes * tiles(); }
    /// Sums of one position and row that pass `pass` of a step reads back from memory: its plane's, unless the plane
    /// begins; in the last pass those of all other planes too.
    [[nodiscard]] std::int64_t sums_read(std::int64_t pass) const {
        return (pass % tiles() > 0 ? 1 : 0) + (pass + 1 == passes_per_step() ? planes - 1 : 0);
    }
    [[nodiscard]] std::int64_t columns_of(std::int64_t tile) const {
        return tile + 1 < tiles() ? tile_columns : reduction - tile * tile_columns;
    }
};

/// Positions of a chunk before the activation buffer has its say: min(P, accumulator depth / (q * banks)), for the
/// vector unit with q = 1. Throws ConfigError if not even one position fits.
std::int64_t accumulator_chunk(const Architecture& architecture, const Layer& layer, std::int64_t planes);

/// Row groups of at most `rows` output channels; on the vector unit the channel blocks of `input`, or all channels at
/// once where an output depends on all of them.
std::vector<OutputGroup> row_groups(const Layer& layer, const TensorLayout& input, std::int64_t rows);
/// Positions [0, positions) in chunks of `size`; the last may be smaller.
std::vector<Chunk> cut_chunks(std::int64_t positions, std::int64_t size);

} // namespace fracbit::models
