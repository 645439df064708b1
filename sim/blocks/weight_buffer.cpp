#include "sim/blocks/weight_buffer.hpp"

#include <algorithm>

namespace fracbit::sim {

WeightBuffer::WeightBuffer(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock,
                           WeightStore& store)
    : Block(name, models::BlockId::weight_buffer, clock), config_(config), store_(store) {}

void WeightBuffer::reset() {
    const models::SliceShape& slice = run().schedule.weights.slice;
    store_.space.reset(config_.buffer_bytes * 8);
    store_.ready.reset();
    store_.units.clear();
    store_.first_unit = 0;
    gear_.resize(4 * slice.word_decoded_bits());
    gear_head_ = gear_tail_ = 0;
    unit_ = 0;
    unit_filled_ = -1;
    run_useful_ = bits_filled_ = 0;
}

FifoInIf<WeightWord>& WeightBuffer::input() {
    return run().schedule.weights.slice.bypass ? *bypass.operator->() : *decoded.operator->();
}

bool WeightBuffer::finished() const { return unit_ == run().schedule.weights.units.size() && gear_head_ == gear_tail_; }

BlockState WeightBuffer::step(Cycles now) {
    const bool all_filled = unit_ == run().schedule.weights.units.size();
    if (all_filled) return BlockState::idle;
    const bool input_present = gear_tail_ > gear_head_ || input().has_item(now);
    // 1. and 2. look at what the gearbox held at the start of the cycle: the word is taken behind the bits given.
    const bool accepts = accept(now);
    const bool gives = give(now);
    if (accepts || gives) {
        acted();
        return BlockState::busy;
    }
    return input_present ? BlockState::stall_out : BlockState::stall_in;
}

bool WeightBuffer::give(Cycles now) {
    const models::WeightUnit& unit = run().schedule.weights.units[unit_];
    if (held_before_ == 0) return false;
    if (unit_filled_ < 0) {
        if (store_.space.free(now) < unit.bits) return false;
        store_.space.reserve(unit.bits);
        store_.units.emplace_back(unit.bits);
        unit_filled_ = 0;
    }
    const std::int64_t bits = std::min({config_.fill_width, held_before_, unit.bits - unit_filled_});
    store_.units.back().copy(unit_filled_, gear_, gear_head_, bits);
    gear_head_ += bits;
    unit_filled_ += bits;
    bits_filled_ += bits;
    if (unit_filled_ == unit.bits) {
        store_.ready.add(now, 1);
        ++unit_;
        unit_filled_ = -1;
    }
    return true;
}

bool WeightBuffer::accept(Cycles now) {
    held_before_ = gear_tail_ - gear_head_;
    if (!input().has_item(now)) return false;
    const models::WeightStream& stream = run().schedule.weights;
    const WeightWord& word = input().front();
    const models::WeightRun& source = stream.runs[static_cast<std::size_t>(word.run)];
    const std::int64_t skip = word.first_slice == 0 ? source.skip : 0;
    const std::int64_t useful = std::min(word.slices * stream.slice.decoded_bits - skip, source.useful_bits - run_useful_);
    if (held_before_ + useful > 2 * stream.slice.word_decoded_bits()) return false;
    if (gear_tail_ + useful > gear_.size()) {
        gear_.copy(0, gear_, gear_head_, held_before_);
        gear_tail_ -= gear_head_;
        gear_head_ = 0;
    }
    gear_.copy(gear_tail_, word.bits, skip, useful);
    gear_tail_ += useful;
    run_useful_ += useful;
    if (word.first_slice + word.slices == source.slices) run_useful_ = 0;
    input().pop(now);
    return true;
}

std::string WeightBuffer::waiting_for() const {
    return unit_filled_ < 0 && gear_tail_ > gear_head_
               ? "space for unit " + std::to_string(unit_) + " of " + std::to_string(run().schedule.weights.units[unit_].bits) + " bits"
               : "decoded words for unit " + std::to_string(unit_);
}

} // namespace fracbit::sim
