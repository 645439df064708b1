#include "models/timing/scaler.hpp"

#include <algorithm>

namespace fracbit::models::timing {

void Scaler::reset(const LayerWork& work) {
    work_ = &work;
    group_ = chunk_ = position_ = 0;
    step_began_ = -1;
    present_ = unknown;
    tally_ = {};
}

bool Scaler::find_inputs() {
    const bool by_position = work_->spills;
    const std::int64_t at = step();
    if ((!by_position && links_.sums_there.end() <= at) || links_.scales_there.end() <= group_ ||
        links_.residual_there.end() <= at)
        return false;
    present_ =
        std::max({by_position ? 0 : links_.sums_there[at], links_.scales_there[group_], links_.residual_there[at]});
    return true;
}

bool Scaler::advance(bool begins) {
    bool moved = writer_.advance();
    while (!done() && (begins || position_ > 0)) {
        if (present_ == unknown && !find_inputs()) break;
        moved |= push_positions();
        if (!pushed_all()) return moved;
        end_step();
        moved = true;
    }
    return writer_.advance() || moved;
}

/// Up to position `end`.
bool Scaler::push_positions(std::int64_t end) {
    const std::int64_t first = position_, rows = this->rows(), cycles = this->cycles();
    // Order = spill: sums come position by position.
    while (position_ < end) {
        if (work_->spills) {
            if (links_.position_sums.empty()) break;
            present_ = std::max(present_, links_.position_sums.front());
        }
        const std::int64_t together = work_->spills ? 1 : end - position_;
        const std::int64_t pushed = writer_.push_all(tally_, present_, cycles, rows, together);
        if (pushed == 0) break;
        if (position_ == 0) step_began_ = writer_.began();
        position_ += pushed;
        if (work_->spills) {
            links_.position_sums.pop();
            links_.position_drained.add(1, tally_.free());
        }
    }
    return position_ > first;
}

void Scaler::end_step() {
    const std::int64_t end = tally_.free(), next = step() + 1;
    links_.drained.push(end);
    if (work_->tensors.residual) links_.residuals_freed.add(work_->rows(group_) * work_->chunk_positions(chunk_), end);
    if (!work_->spills) links_.sums_there.drop_before(next);
    links_.residual_there.drop_before(next);
    position_ = 0;
    present_ = unknown;
    if (++chunk_ < work_->chunks) return;
    chunk_ = 0;
    links_.scales.freed.add(work_->rows(group_) * work_->scale_bytes, end);
    links_.scales_there.drop_before(++group_);
}

} // namespace fracbit::models::timing
