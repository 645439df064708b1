// Which slice of its row group a stored weight falls into.
#pragma once

#include "models/inference/storage_order.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

/// Slices of `slice` consecutive stored weights, restarting at each row group; the last of a group may be shorter.
class SliceGrid {
public:
    SliceGrid(const StorageMap& map, std::int64_t slice);

    [[nodiscard]] std::int64_t slices(const RowGroup& group) const;
    /// Weights of slice `s` of the group.
    [[nodiscard]] std::int64_t weights(const RowGroup& group, std::int64_t s) const;
    /// Slice of each weight of the group's row `row` (counted in the group), by reduction index.
    [[nodiscard]] std::span<const std::int32_t> row(const RowGroup& group, std::int64_t row) const;

private:
    /// Row groups of equally many rows are alike.
    struct Table {
        std::int64_t rows;
        std::vector<std::int32_t> slices; ///< [row][reduction index]
    };
    std::int64_t slice_, reduction_;
    std::vector<Table> tables_;
};

} // namespace fracbit::models
