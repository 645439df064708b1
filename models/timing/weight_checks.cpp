#include "models/timing/weight_checks.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models::timing {
namespace {

[[noreturn]] void refuse(const Layer& layer, const std::string& what) {
    throw ConfigError(fmt::format("layer '{}': {}", layer.name, what));
}

} // namespace

void check_network(const Layer& layer, const StoredPlane& plane) {
    if (!plane.network) refuse(layer, "its encoded weights come without an XOR network; give every plane one");
    if (plane.registers < 0) refuse(layer, fmt::format("found {} registers; 0 or more are allowed", plane.registers));
}

void check_storage(const LayerWork& work) {
    const QuantizedLayer& stored = *work.stored;
    const Layer& layer = *work.layer;
    if (layer.kind == LayerKind::attention || stored.format == WeightFormat::dense8) return; // every array finds these
    const ArrayConfig& array = work.architecture->array;
    const auto same = [&](const char* what, std::int64_t cut, std::int64_t array_cut, std::int64_t all) {
        if (std::min(cut, all) != std::min(array_cut, all))
            refuse(
                layer,
                fmt::format("its weights are stored for {} of {}, but this array takes {}; encode them for this array",
                            what, cut, array_cut));
    };
    const bool csr = stored.format == WeightFormat::csr;
    if (csr || stored.order != StorageOrder::row_major)
        same("row groups", stored.group_rows, array.rows, layer.out_channels / layer.groups);
    if (stored.order == StorageOrder::tiled) same("tile columns", stored.tile_columns, array.columns, work.reduction);
    if (stored.format == WeightFormat::sparse && stored.order == StorageOrder::row_major)
        refuse(layer, "pruned encoded weights must be stored k-major or tiled; found row-major");
    if (csr && stored.order == StorageOrder::k_major)
        refuse(layer, "CSR weights must be stored row-major or tiled; found k-major");
    if (csr && stored.csr.decoders != work.architecture->csr.decoders)
        refuse(layer, fmt::format("its weights are stored for {} CSR decoders, but csr.decoders = {}",
                                  stored.csr.decoders, work.architecture->csr.decoders));
    if ((csr || stored.format == WeightFormat::sparse) && work.held_bits > work.architecture->weights.fill_width)
        refuse(layer, fmt::format("a weight with its mask takes 2 bits: set weights.fill_width >= 2, found {}",
                                  work.architecture->weights.fill_width));
}

void check_unit(const LayerWork& work) {
    const std::int64_t columns = work.tile_units ? work.columns : work.reduction;
    const std::int64_t bytes = ceil_div(work.most_rows() * columns * work.held_bits, 8),
                       found = work.architecture->weights.buffer_bytes;
    if (bytes > found)
        refuse(*work.layer,
               fmt::format("the decoded-weight buffer must hold {}: set weights.buffer_bytes >= {}, found {}",
                           work.tile_units ? "a tile" : "a plane of a row group (a tile, if stored in another order)",
                           bytes, found));
}

void check_reader(const LayerWork& work, std::int64_t word_bits) {
    const std::int64_t bytes = ceil_div(word_bits, 8) + work.architecture->memory.burst_bytes,
                       found = work.architecture->weights.reader_bytes;
    if (bytes > found)
        refuse(*work.layer,
               fmt::format("the weight reader must hold a word and a burst: set weights.reader_bytes >= {}, found {}",
                           bytes, found));
}

} // namespace fracbit::models::timing
