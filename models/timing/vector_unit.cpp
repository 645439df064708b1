#include "models/timing/vector_unit.hpp"

#include <algorithm>

namespace fracbit::models::timing {

void VectorUnit::reset(const LayerWork& work) {
    work_ = &work;
    transfers_.emplace(work);
    lanes_ = work.architecture->vector_unit.lanes;
    const LayerKind kind = work.layer->kind;
    scans_ = kind == LayerKind::softmax ? 2 : kind == LayerKind::layer_norm || kind == LayerKind::rms_norm ? 1 : 0;
    piece_cycles_ = work.window.taps();
    step_ = position_ = first_ = 0;
    tally_ = {};
}

bool VectorUnit::advance() {
    bool moved = writer_.advance();
    while (!done()) {
        if (links_.activations_there.end() <= step_ || links_.residual_there.end() <= step_) break;
        const std::int64_t present = std::max(links_.activations_there[step_], links_.residual_there[step_]);
        const std::int64_t channels = work_->rows(step_ / work_->chunks), positions = work_->chunk_positions(step_ % work_->chunks);
        const std::int64_t scan = scans_ * ceil_div(channels, lanes_);
        for (; position_ < positions; ++position_) {
            for (; first_ < channels; first_ += lanes_) {
                const std::int64_t room = writer_.when_room();
                if (room == unknown) return moved;
                const std::int64_t begin = std::max({tally_.free(), present, room});
                tally_.unit(present, begin, piece_cycles_ + (first_ == 0 ? scan : 0));
                writer_.push(tally_.free() - 1, std::min(lanes_, channels - first_));
                moved = true;
            }
            first_ = 0;
        }
        end_step();
    }
    return writer_.advance() || moved;
}

void VectorUnit::end_step() {
    const std::int64_t window = transfers_->window_bytes(step_), residual = transfers_->residual_bytes(step_);
    if (window > 0) links_.windows_freed.add(window, tally_.free());
    if (residual > 0) links_.residuals_freed.add(residual, tally_.free());
    ++step_;
    position_ = 0;
    links_.activations_there.drop_before(step_);
    links_.residual_there.drop_before(step_);
}

} // namespace fracbit::models::timing
