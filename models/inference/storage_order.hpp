// Where the weight (output channel c, reduction index k) of a plane lies in storage (docs/arithmetic.md, "Weights in
// storage").
#pragma once

#include "models/model/quantized.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// Output channels whose weights are stored, and sliced, together.
struct RowGroup {
    std::int64_t first_row = 0;
    std::int64_t rows = 0;
};

/// The order of one plane's elements. Row-major storage counts as one row group, since its slices run on.
class StorageMap {
public:
    /// Throws ConfigError naming the layer if it has no weights, or if group_rows (k_major, tiled) or tile_columns
    /// (tiled) is below 1.
    StorageMap(const Layer& layer, StorageOrder order, std::int64_t group_rows, std::int64_t tile_columns,
               int element_bits = 1);
    StorageMap(const Layer& layer, const QuantizedLayer& quantized)
        : StorageMap(layer, quantized.order, quantized.group_rows, quantized.tile_columns,
                     is_shift(quantized.format) ? quantized.shift_bits : 1) {}

    [[nodiscard]] const std::vector<RowGroup>& row_groups() const { return groups_; }
    [[nodiscard]] std::int64_t reduction() const { return reduction_; }
    /// Bits of an element, which lie together: of shift weights all, else one.
    [[nodiscard]] int element_bits() const { return element_bits_; }
    /// Elements of a row group.
    [[nodiscard]] std::int64_t elements(const RowGroup& group) const { return group.rows * reduction_; }
    /// Place of weight (c, k) among the elements of its row group.
    [[nodiscard]] std::int64_t place(const RowGroup& group, std::int64_t c, std::int64_t k) const;
    /// Bits that a row group occupies, and those of the plane: whole slices of n_in bits where there is a network.
    [[nodiscard]] std::int64_t stored_bits(const RowGroup& group, const XorNetwork* network) const;
    [[nodiscard]] std::int64_t stored_bits(const XorNetwork* network) const;

private:
    StorageOrder order_;
    std::int64_t reduction_;
    std::int64_t tile_columns_;
    int element_bits_;
    std::vector<RowGroup> groups_;
};

} // namespace fracbit::models
