#include "sim/blocks/patch_unit.hpp"

#include <algorithm>

namespace fracbit::sim {

PatchUnit::PatchUnit(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock)
    : Block(name, models::BlockId::patch_unit, clock), config_(config), words_inside_(static_cast<std::size_t>(config.patch_fifo_depth) + 1) {}

void PatchUnit::reset() {
    oldest_ = inside_ = 0;
    slices_owed_ = patched_ = 0;
    working_until_ = Cycles(0);
    lane_free_.assign(static_cast<std::size_t>(config_.lanes), Cycles(0));
    if (!run().schedule.weights.patched) return;
    for (const models::WeightRun& r : run().schedule.weights.runs) slices_owed_ += r.slices;
}

BlockState PatchUnit::step(Cycles now) {
    // 1. What this cycle may do, seen from its start.
    const bool leaves = inside_ > 0 && words_inside_[oldest_].done <= now && words->has_room(now);
    const bool input = slices_owed_ > 0 && decoded->has_item(now) && patches->has_item(now);
    const bool accepts = input && static_cast<std::int64_t>(inside_) < config_.patch_fifo_depth;

    // 2. The collector takes the oldest word, the lanes get the next.
    if (leaves) collect(now);
    if (accepts) accept(now);
    if (leaves || accepts) acted();
    if (inside_ > 0 && words_inside_[oldest_].done > now) wake_at(words_inside_[oldest_].done);

    if (accepts) return BlockState::busy;
    if (now < working_until_) {
        wake_at(working_until_);
        return BlockState::busy;
    }
    if (input) return BlockState::stall_out;
    return slices_owed_ > 0 ? BlockState::stall_in : BlockState::idle;
}

void PatchUnit::collect(Cycles now) {
    std::swap(words->slot(), words_inside_[oldest_].word);
    words->push(now);
    oldest_ = (oldest_ + 1) % words_inside_.size();
    --inside_;
}

void PatchUnit::accept(Cycles now) {
    const models::PatchWord& patch = patches->front();
    InFlight& entry = words_inside_[(oldest_ + inside_) % words_inside_.size()];
    entry.word = decoded->front();
    for (const std::int64_t place : patch.places) entry.word.bits.set(place, !entry.word.bits.get(place));
    entry.done = now + Cycles(1);
    for (std::size_t lane = 0; lane < patch.per_slice.size(); ++lane) {
        const Cycles begin = std::max(now + Cycles(1), lane_free_[lane]);
        lane_free_[lane] = begin + Cycles(std::max<std::int64_t>(1, ceil_div(patch.per_slice[lane], config_.patch_ports)));
        entry.done = std::max(entry.done, lane_free_[lane]);
    }
    working_until_ = std::max(working_until_, entry.done);
    patched_ += static_cast<std::int64_t>(patch.places.size());
    slices_owed_ -= entry.word.slices;
    ++inside_;
    decoded->pop(now);
    patches->pop(now);
}

std::string PatchUnit::waiting_for() const {
    return inside_ > 0 ? "room behind the collector for " + std::to_string(inside_) + " words"
                       : "decoded words and their patches: " + std::to_string(slices_owed_) + " slices owed";
}

} // namespace fracbit::sim
