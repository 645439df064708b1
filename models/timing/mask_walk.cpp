#include "models/timing/mask_walk.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models::timing {

MaskWalk::MaskWalk(const LayerWork& work, std::int64_t group, bool first_of_band)
    : work_(&work), mask_(&work.stored->mask), group_(group), rows_(work.rows(group)),
      weights_(rows_ * work.reduction) {
    const auto run = static_cast<std::size_t>(group);
    if (mask_->format == MaskFormat::low_rank && first_of_band) factor_left_ = work.reduction * mask_->rank;
    if (mask_->format == MaskFormat::relative_index)
        gaps_ = GapEntries(mask_->bits, mask_->runs[run], mask_->runs[run + 1], mask_->gap_bits);
}

MaskStep MaskWalk::next() {
    const WeightPathConfig& config = work_->architecture->weights;
    MaskStep step;
    if (factor_left_ > 0) {
        step.bits = std::min(factor_left_, config.fill_width);
        factor_left_ -= step.bits;
        return step;
    }
    step.weights = std::min(config.mask_lanes, weights_ - made_);
    const std::int64_t end = made_ + step.weights;
    std::int64_t work = 0, rate = 1;
    switch (mask_->format) {
    case MaskFormat::bitmap:
        step.bits = step.weights;
        break;
    case MaskFormat::relative_index:
        for (; gaps_.within(end); gaps_.next()) ++work;
        step.bits = work * mask_->gap_bits;
        rate = config.mask_entries;
        break;
    case MaskFormat::low_rank:
        work = step.bits = (tiles_begun(end) - tiles_begun(made_)) * rows_ * mask_->rank;
        rate = config.fill_width;
        break;
    }
    step.cycles = std::max<std::int64_t>(1, ceil_div(work, rate));
    made_ = end;
    return step;
}

/// Mask tiles whose first column is among those of the run's first `weights` weights.
std::int64_t MaskWalk::tiles_begun(std::int64_t weights) const {
    if (weights == 0) return 0;
    std::int64_t columns = 0;
    if (work_->stored->order == StorageOrder::tiled) {
        const std::int64_t tile = (weights - 1) / (rows_ * work_->columns), width = work_->tile_columns(tile);
        columns = tile * work_->columns + std::min(width, weights - tile * rows_ * work_->columns);
    } else {
        columns = ceil_div(weights, rows_);
    }
    return ceil_div(columns, mask_->tile_columns);
}

void MaskWalk::end() const {
    if (mask_->format == MaskFormat::relative_index && !gaps_.ended())
        throw ConfigError(fmt::format("layer '{}': mask of row group {}: entries are left over when all its weights "
                                      "are made; encode the weights again",
                                      work_->layer->name, group_));
}

} // namespace fracbit::models::timing
