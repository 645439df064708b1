#include "models/schedule/mask_walk.hpp"

#include "models/core/error.hpp"
#include "models/core/units.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {

MaskWalk::MaskWalk(const StoredMask& mask, const MaskGroup& group, const WeightPathConfig& path)
    : mask_(&mask), group_(group), path_(&path), begin_(mask.runs[static_cast<std::size_t>(group.run)]), at_(begin_),
      end_(mask.runs[static_cast<std::size_t>(group.run) + 1]) {
    // The band's first row group brings the factor that all of the band's row groups share.
    if (mask.format == MaskFormat::low_rank && group.run == group.band_run) to_load_ = group.reduction * mask.rank;
}

MaskStep MaskWalk::next(BitVector* kept) {
    if (kept != nullptr) kept->resize(0);
    if (to_load_ > 0) return load();
    const std::int64_t count = std::min(path_->mask_lanes, group_.elements() - element_);
    if (kept != nullptr) kept->resize(count);
    MaskStep step;
    switch (mask_->format) {
    case MaskFormat::bitmap: step = walk_bitmap(count, kept); break;
    case MaskFormat::relative_index: step = walk_gaps(count, kept); break;
    case MaskFormat::low_rank: step = walk_product(count, kept); break;
    }
    element_ += count;
    return step;
}

MaskStep MaskWalk::load() {
    const std::int64_t bits = std::min(to_load_, path_->fill_width);
    to_load_ -= bits;
    return {bits, 1, 0};
}

MaskStep MaskWalk::walk_bitmap(std::int64_t count, BitVector* kept) {
    if (kept != nullptr) kept->copy(0, mask_->bits, begin_ + element_, count);
    return {count, 1, count};
}

MaskStep MaskWalk::walk_gaps(std::int64_t count, BitVector* kept) {
    const int width = mask_->gap_bits;
    const std::int64_t filler = (std::int64_t{1} << width) - 1;
    std::int64_t entries = 0;
    for (; at_ < end_; at_ += width, ++entries) {
        if (at_ + width > end_)
            throw ConfigError(fmt::format("mask of row group {}: its entries end early: {} bits are left, {} are needed", group_.run, end_ - at_, width));
        const auto gap = static_cast<std::int64_t>(mask_->bits.extract(at_, width));
        const std::int64_t passed = passed_ + (gap == filler ? filler : gap + 1);
        if (passed > element_ + count) break; // a later step's
        if (gap != filler && kept != nullptr) kept->set(passed - 1 - element_, true);
        passed_ = passed;
    }
    return {entries * width, std::max<std::int64_t>(1, ceil_div(entries, path_->mask_entries)), count};
}

MaskStep MaskWalk::walk_product(std::int64_t count, BitVector* kept) {
    if (kept != nullptr) multiply(count, *kept);
    // Rows of U come with the first weight of their tile.
    const std::int64_t tile = furthest_column(element_ + count) / mask_->tile_columns;
    const std::int64_t bits = std::max<std::int64_t>(0, tile - last_tile_) * group_.rows * mask_->rank;
    last_tile_ = std::max(last_tile_, tile);
    return {bits, std::max<std::int64_t>(1, ceil_div(bits, path_->fill_width)), count};
}

/// Elements in storage order: down the columns (k-major), or along the rows of a weight tile.
void MaskWalk::multiply(std::int64_t count, BitVector& kept) const {
    const bool tiled = group_.order == StorageOrder::tiled;
    for (std::int64_t i = 0; i < count;) {
        const std::int64_t row = row_of(element_ + i), column = column_of(element_ + i);
        if (tiled) {
            const std::int64_t end = std::min(i + (column / group_.tile_columns + 1) * group_.tile_columns - column, count);
            for (std::int64_t c = column; i < end && c < group_.reduction; ++i, ++c)
                if ((own_word(row, c / mask_->tile_columns) & shared_word(c)) != 0) kept.set(i, true);
        } else {
            const std::int64_t end = std::min(i + group_.rows - row, count);
            const std::uint64_t shared = shared_word(column);
            if (shared == 0) {
                i = end;
                continue;
            }
            const std::int64_t tile = column / mask_->tile_columns;
            for (std::int64_t r = row; i < end; ++i, ++r)
                if ((own_word(r, tile) & shared) != 0) kept.set(i, true);
        }
    }
}

/// Column `column` of V, and a row of U in a tile, as words.
std::uint64_t MaskWalk::shared_word(std::int64_t column) const {
    return mask_->bits.extract(mask_->runs[static_cast<std::size_t>(group_.band_run)] + column * mask_->rank, mask_->rank);
}

std::uint64_t MaskWalk::own_word(std::int64_t row, std::int64_t tile) const {
    const std::int64_t shared = group_.run == group_.band_run ? group_.reduction * mask_->rank : 0;
    return mask_->bits.extract(begin_ + shared + (tile * group_.rows + row) * mask_->rank, mask_->rank);
}

std::int64_t MaskWalk::column_of(std::int64_t element) const {
    if (group_.order != StorageOrder::tiled) return element / group_.rows;
    const std::int64_t tile = element / (group_.rows * group_.tile_columns);
    return tile * group_.tile_columns + (element - tile * group_.rows * group_.tile_columns) % width_of(tile);
}

/// The highest column among the elements before `end`.
std::int64_t MaskWalk::furthest_column(std::int64_t end) const {
    if (group_.order != StorageOrder::tiled) return column_of(end - 1);
    const std::int64_t tile = (end - 1) / (group_.rows * group_.tile_columns), first = tile * group_.tile_columns;
    const bool whole_row = end - first * group_.rows >= width_of(tile);
    return whole_row ? first + width_of(tile) - 1 : column_of(end - 1);
}

std::int64_t MaskWalk::row_of(std::int64_t element) const {
    if (group_.order != StorageOrder::tiled) return element % group_.rows;
    const std::int64_t tile = element / (group_.rows * group_.tile_columns);
    return (element - tile * group_.rows * group_.tile_columns) / width_of(tile);
}

std::int64_t MaskWalk::width_of(std::int64_t tile) const {
    return std::min(group_.tile_columns, group_.reduction - tile * group_.tile_columns);
}

} // namespace fracbit::models
