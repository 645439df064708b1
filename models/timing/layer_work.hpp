// The order of work of one layer (docs/machine.md, "Order of work"): row groups, chunks, passes, and what stays on
// chip.
#pragma once

#include "models/config/architecture.hpp"
#include "models/model/quantized.hpp"
#include "models/timing/tensor.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fracbit::models::timing {

struct RowGroup {
    ChannelSpan channels; ///< of the output
    ChannelSpan input;    ///< channels that it reads
};

/// How the tensors of a layer lie, and which of them never leave the chip.
struct LayerTensors {
    Tensor input, output;
    std::optional<Tensor> residual;
    bool input_on_chip = false, output_on_chip = false;
    friend bool operator==(const LayerTensors&, const LayerTensors&) = default;
};

struct LayerWork {
    const Architecture* architecture = nullptr;
    const Layer* layer = nullptr;
    const QuantizedLayer* stored = nullptr;
    LayerTensors tensors;
    InputWindow window;
    std::vector<RowGroup> groups;
    bool on_array = false;
    std::int64_t planes = 1;
    std::int64_t reduction = 0, columns = 0, tiles = 0; ///< 0 off the array
    std::int64_t held_bits = 1;                         ///< a weight in decoded-weight buffer and tile register
    std::int64_t vector_cycles = 1;
    std::int64_t positions = 0, chunk = 0, chunks = 0;
    bool whole_input = false;  ///< each input row is loaded once and stays
    bool weights_stay = false; ///< a row group is decoded once for all its chunks
    bool spills = false;
    std::int64_t resident = 0;     ///< spills: positions whose sums stay
    std::int64_t spill_block = 0;  ///< spills: positions whose sums move together
    std::int64_t buffer_space = 0; ///< activation buffer beside the tensors that stay on chip
    std::int64_t scale_bytes = 0;  ///< of an output channel
    bool tile_units = true;        ///< the decoded-weight buffer works in tiles, else in planes of row groups

    [[nodiscard]] std::int64_t steps() const { return static_cast<std::int64_t>(groups.size()) * chunks; }
    [[nodiscard]] std::int64_t passes() const { return planes * tiles; }
    [[nodiscard]] std::int64_t chunk_positions(std::int64_t chunk_index) const {
        return chunk_index + 1 < chunks ? chunk : positions - chunk_index * chunk;
    }
    [[nodiscard]] std::int64_t tile_columns(std::int64_t tile) const {
        return tile + 1 < tiles ? columns : reduction - tile * columns;
    }
    [[nodiscard]] std::int64_t rows(std::int64_t group) const {
        return groups[static_cast<std::size_t>(group)].channels.count;
    }
    /// Largest row group.
    [[nodiscard]] std::int64_t most_rows() const { return most_rows_; }
    /// Units a plane has in the decoded-weight buffer.
    [[nodiscard]] std::int64_t plane_units() const { return tile_units ? tiles : 1; }
    [[nodiscard]] std::int64_t unit_weights(std::int64_t group, std::int64_t unit) const {
        return rows(group) * (tile_units ? tile_columns(unit) : reduction);
    }
    /// The last turn of each loop that is like the turns before it.
    [[nodiscard]] std::int64_t last_like_group() const { return last_like_group_; }
    [[nodiscard]] std::int64_t last_like_chunk() const {
        return chunk_positions(chunks - 1) == chunk ? chunks - 1 : chunks - 2;
    }
    [[nodiscard]] std::int64_t last_like_tile() const {
        return on_array && tile_columns(tiles - 1) == columns ? tiles - 1 : tiles - 2;
    }
    std::int64_t most_rows_ = 0, last_like_group_ = 0;
};

/// Row groups of a layer that reads `input`: blocks of output channels, on the vector unit blocks of the input.
std::vector<RowGroup> row_groups_of(const Layer& layer, const Tensor& input, std::int64_t rows);

/// Throws ConfigError naming the layer if accumulators, activation buffer or spill buffers cannot hold one position of
/// it, or the writer not a burst and a vector.
LayerWork plan_work(const Architecture& architecture, const Layer& layer, const QuantizedLayer& stored,
                    LayerTensors tensors);

/// Attention reads keys and values as plain 8-bit weights.
inline WeightFormat weight_format(const LayerWork& work) {
    return work.layer->kind == LayerKind::attention ? WeightFormat::dense8 : work.stored->format;
}

} // namespace fracbit::models::timing
