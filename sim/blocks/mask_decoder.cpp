#include "sim/blocks/mask_decoder.hpp"

#include "models/schedule/segment_lists.hpp"

#include <utility>

namespace fracbit::sim {

MaskDecoder::MaskDecoder(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock, ReadLink& link)
    : Block(name, models::BlockId::mask_decoder, clock), config_(config), link_(link) {}

void MaskDecoder::reset() {
    link_.space.reset(config_.mask_bytes * 8);
    run_index_ = 0;
    held_bits_ = 0;
    inside_ = false;
    walk_.reset();
    if (!finished()) read_next();
}

/// What the next step takes and makes, read from the stored mask.
void MaskDecoder::read_next() {
    if (walk_ && walk_->done()) walk_.reset();
    if (!walk_) {
        const models::LayerSchedule& schedule = run().schedule;
        walk_.emplace(run().weights->mask, models::mask_group(schedule, *run().weights, schedule.weights.runs[run_index_]), config_);
    }
    next_ = walk_->next(&kept_);
}

BlockState MaskDecoder::step(Cycles now) {
    // 1. Bursts that have become usable.
    for (; link_.arrivals.has_arrived(now); link_.arrivals.pop()) held_bits_ += link_.arrivals.front().payload_bits;

    // 2. The step that is being worked on ends in its last cycle.
    if (inside_) {
        if (now == last_) finish_step(now);
        return BlockState::busy;
    }

    // 3. The next one begins.
    if (finished()) return BlockState::idle;
    if (held_bits_ < next_.stream_bits) return BlockState::stall_in;
    if (next_.elements > 0 && !masks->has_room(now)) return BlockState::stall_out;
    held_bits_ -= next_.stream_bits;
    link_.space.release_at(now + Cycles(1), next_.stream_bits);
    last_ = now + Cycles(next_.cycles - 1);
    inside_ = true;
    if (last_ == now)
        finish_step(now);
    else
        wake_at(last_);
    return BlockState::busy;
}

void MaskDecoder::finish_step(Cycles now) {
    if (next_.elements > 0) {
        std::swap(masks->slot().kept, kept_);
        masks->push(now);
    }
    inside_ = false;
    if (walk_->done()) ++run_index_;
    if (!finished()) read_next();
    acted();
}

std::string MaskDecoder::waiting_for() const {
    return std::to_string(next_.stream_bits) + " bits of the mask of run " + std::to_string(run_index_) + "; held are " + std::to_string(held_bits_) +
           "; or room for its mask bits";
}

} // namespace fracbit::sim
