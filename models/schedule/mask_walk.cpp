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
    if (kept != nullptr)
        for (std::int64_t i = 0; i < count; ++i)
            if (product(row_of(element_ + i), column_of(element_ + i))) kept->set(i, true);
    // Rows of U come with the first weight of their tile.
    const std::int64_t tile = furthest_column(element_ + count) / mask_->tile_columns;
    const std::int64_t bits = std::max<std::int64_t>(0, tile - last_tile_) * group_.rows * mask_->rank;
    last_tile_ = std::max(last_tile_, tile);
    return {bits, std::max<std::int64_t>(1, ceil_div(bits, path_->fill_width)), count};
}

bool MaskWalk::product(std::int64_t row, std::int64_t column) const {
    const std::int64_t rank = mask_->rank, tile = column / mask_->tile_columns;
    const std::int64_t shared = mask_->runs[static_cast<std::size_t>(group_.band_run)] + column * rank;
    const std::int64_t own = begin_ + (group_.run == group_.band_run ? group_.reduction * rank : 0) + (tile * group_.rows + row) * rank;
    for (std::int64_t i = 0; i < rank; i += 64) {
        const int bits = static_cast<int>(std::min<std::int64_t>(64, rank - i));
        if ((mask_->bits.extract(shared + i, bits) & mask_->bits.extract(own + i, bits)) != 0) return true;
    }
    return false;
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
