#include "models/pruning/slice_grid.hpp"

#include <algorithm>

namespace fracbit::models {

SliceGrid::SliceGrid(const StorageMap& map, std::int64_t slice) : slice_(slice), reduction_(map.reduction()) {
    for (const auto& group : map.row_groups()) {
        const auto is_alike = [&](const Table& table) { return table.rows == group.rows; };
        if (std::ranges::any_of(tables_, is_alike)) continue;
        Table table{group.rows, {}};
        table.slices.reserve(static_cast<std::size_t>(map.elements(group)));
        for (std::int64_t row = 0; row < group.rows; ++row)
            for (std::int64_t k = 0; k < reduction_; ++k)
                table.slices.push_back(static_cast<std::int32_t>(map.place(group, group.first_row + row, k) / slice_));
        tables_.push_back(std::move(table));
    }
}

std::int64_t SliceGrid::slices(const RowGroup& group) const { return ceil_div(group.rows * reduction_, slice_); }

std::int64_t SliceGrid::weights(const RowGroup& group, std::int64_t s) const {
    return std::min(slice_, group.rows * reduction_ - s * slice_);
}

std::span<const std::int32_t> SliceGrid::row(const RowGroup& group, std::int64_t row) const {
    const auto table = std::ranges::find_if(tables_, [&](const Table& t) { return t.rows == group.rows; });
    return std::span(table->slices)
        .subspan(static_cast<std::size_t>(row * reduction_), static_cast<std::size_t>(reduction_));
}

} // namespace fracbit::models
