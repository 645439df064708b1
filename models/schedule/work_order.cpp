#include "models/schedule/work_order.hpp"

#include "models/core/error.hpp"

#include <algorithm>

namespace fracbit::models {

std::int64_t accumulator_chunk(const Architecture& architecture, const Layer& layer, std::int64_t planes) {
    const ArrayConfig& array = architecture.array;
    const std::int64_t used = runs_on_array(layer.kind) ? planes : 1;
    const std::int64_t fitting = array.accumulator_depth / (used * array.accumulator_banks);
    if (fitting == 0)
        throw ConfigError("layer '" + layer.name + "': the accumulators cannot hold one position: " + std::to_string(used) +
                          " planes x " + std::to_string(array.accumulator_banks) + " banks need array.accumulator_depth >= " +
                          std::to_string(used * array.accumulator_banks) + ", found " +
                          std::to_string(array.accumulator_depth));
    return std::min(layer.positions(), fitting);
}

std::vector<OutputGroup> row_groups(const Layer& layer, const TensorLayout& input, std::int64_t rows) {
    std::vector<OutputGroup> groups;
    if (runs_on_array(layer.kind)) {
        const std::int64_t channels = layer.out_channels / layer.groups;
        for (const ChannelBlock& block : cut_channels(channels, layer.groups, rows))
            groups.push_back({block, block.first / channels});
        return groups;
    }
    const bool whole_vector = layer.kind == LayerKind::softmax || layer.kind == LayerKind::layer_norm || layer.kind == LayerKind::rms_norm;
    if (whole_vector) return {{{0, input.shape().channels}, 0}};
    for (const ChannelBlock& block : input.blocks()) groups.push_back({block, 0});
    return groups;
}

std::vector<Chunk> cut_chunks(std::int64_t positions, std::int64_t size) {
    std::vector<Chunk> chunks;
    for (std::int64_t first = 0; first < positions; first += size) chunks.push_back({first, std::min(size, positions - first)});
    return chunks;
}

} // namespace fracbit::models
