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
    group_ = chunk_ = position_ = first_ = 0;
    step_began_ = -1;
    tally_ = {};
}

bool VectorUnit::advance() {
    bool moved = writer_.advance();
    while (may_push()) {
        moved |= push_positions();
        if (!pushed_all()) return moved;
        end_step();
        moved = true;
    }
    return writer_.advance() || moved;
}

bool VectorUnit::push_positions() {
    const std::int64_t present = this->present(), channels = work_->rows(group_),
                       positions = work_->chunk_positions(chunk_);
    // The first piece goes alone to show its beginning.
    const bool alike = scans_ == 0 && channels % lanes_ == 0;
    bool moved = false;
    while (position_ < positions) {
        if (alike && begun()) return push_alike(present, channels / lanes_, positions) || moved;
        if (!push_piece(present)) break;
        moved = true;
    }
    return moved;
}

/// The next piece, if it is known when there is room for it.
bool VectorUnit::push_piece(std::int64_t present) {
    const std::int64_t room = writer_.when_room(), channels = work_->rows(group_);
    if (room == unknown) return false;
    const std::int64_t begin = std::max({tally_.free(), present, room});
    if (!begun()) step_began_ = begin;
    tally_.unit(present, begin, piece_cycles_ + (first_ == 0 ? scans_ * ceil_div(channels, lanes_) : 0));
    writer_.push(tally_.free() - 1, std::min(lanes_, channels - first_));
    first_ += lanes_;
    if (first_ < channels) return true;
    first_ = 0;
    ++position_;
    return true;
}

/// The pieces that the step still has, all of one size. True if any could be pushed.
bool VectorUnit::push_alike(std::int64_t present, std::int64_t pieces, std::int64_t positions) {
    const std::int64_t done = position_ * pieces + first_ / lanes_;
    const std::int64_t pushed = writer_.push_all(tally_, present, piece_cycles_, lanes_, positions * pieces - done);
    position_ = (done + pushed) / pieces;
    first_ = (done + pushed) % pieces * lanes_;
    return pushed > 0;
}

void VectorUnit::end_step() {
    const std::int64_t at = step(), window = transfers_->window_bytes(at), residual = transfers_->residual_bytes(at);
    if (window > 0) links_.windows_freed.add(window, tally_.free());
    if (residual > 0) links_.residuals_freed.add(residual, tally_.free());
    position_ = 0;
    links_.activations_there.drop_before(at + 1);
    links_.residual_there.drop_before(at + 1);
    if (++chunk_ < work_->chunks) return;
    chunk_ = 0;
    ++group_;
}

} // namespace fracbit::models::timing
