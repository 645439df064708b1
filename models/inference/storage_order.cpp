#include "models/inference/storage_order.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

/// Row groups never span the groups of a grouped convolution: their rows read different inputs.
std::vector<RowGroup> cut_rows(std::int64_t rows, std::int64_t convolution_groups, std::int64_t group_rows) {
    std::vector<RowGroup> groups;
    const std::int64_t rows_per_convolution = rows / convolution_groups;
    for (std::int64_t g = 0; g < convolution_groups; ++g)
        for (std::int64_t row = 0; row < rows_per_convolution; row += group_rows)
            groups.push_back({g * rows_per_convolution + row, std::min(group_rows, rows_per_convolution - row)});
    return groups;
}

} // namespace

StorageMap::StorageMap(const Layer& layer, StorageOrder order, std::int64_t group_rows, std::int64_t tile_columns,
                       int element_bits)
    : order_(order), reduction_(layer.reduction()), tile_columns_(tile_columns), element_bits_(element_bits) {
    if (!runs_on_array(layer.kind)) throw ConfigError(fmt::format("layer '{}' has no weights to store", layer.name));
    if (order != StorageOrder::row_major && group_rows < 1)
        throw ConfigError(
            fmt::format("layer '{}': group_rows is {}; row groups need at least 1 row", layer.name, group_rows));
    if (order == StorageOrder::tiled && tile_columns < 1)
        throw ConfigError(
            fmt::format("layer '{}': tile_columns is {}; tiles need at least 1 column", layer.name, tile_columns));
    if (order == StorageOrder::row_major) {
        groups_.push_back({0, layer.out_channels});
    } else {
        groups_ = cut_rows(layer.out_channels, layer.kind == LayerKind::conv ? layer.groups : 1, group_rows);
    }
}

std::int64_t StorageMap::place(const RowGroup& group, std::int64_t c, std::int64_t k) const {
    const std::int64_t row = c - group.first_row;
    if (order_ == StorageOrder::row_major) return row * reduction_ + k;
    if (order_ == StorageOrder::k_major) return k * group.rows + row;
    const std::int64_t first_column = k / tile_columns_ * tile_columns_;
    const std::int64_t columns = std::min(tile_columns_, reduction_ - first_column);
    return first_column * group.rows + row * columns + (k - first_column);
}

std::int64_t StorageMap::stored_bits(const RowGroup& group, const XorNetwork* network) const {
    const std::int64_t bits = elements(group) * element_bits_;
    if (network == nullptr) return bits;
    return ceil_div(bits, network->n_out()) * network->n_in();
}

std::int64_t StorageMap::stored_bits(const XorNetwork* network) const {
    std::int64_t bits = 0;
    for (const auto& group : groups_) bits += stored_bits(group, network);
    return bits;
}

} // namespace fracbit::models
