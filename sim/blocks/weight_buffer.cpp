#include "sim/blocks/weight_buffer.hpp"

#include <algorithm>

namespace fracbit::sim {

WeightBuffer::WeightBuffer(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock,
                           WeightStore& store)
    : Block(name, models::BlockId::weight_buffer, clock), config_(config), store_(store) {}

void WeightBuffer::Gearbox::reset(std::int64_t capacity) {
    bits.resize(2 * capacity); // twice what it may hold: its contents move to the front only now and then
    head = tail = 0;
}

void WeightBuffer::Gearbox::take(const models::BitVector& source, std::int64_t from, std::int64_t count) {
    if (tail + count > bits.size()) {
        bits.copy(0, bits, head, held());
        tail -= head;
        head = 0;
    }
    bits.copy(tail, source, from, count);
    tail += count;
}

void WeightBuffer::Gearbox::give(models::BitVector& target, std::int64_t to, std::int64_t count) {
    target.copy(to, bits, head, count);
    head += count;
}

void WeightBuffer::reset() {
    const models::SliceShape& slice = run().schedule.weights.slice;
    store_.space.reset(config_.buffer_bytes * 8);
    store_.ready.reset();
    store_.units.clear();
    store_.first_unit = 0;
    gear_.reset(2 * slice.word_decoded_bits());
    mask_gear_.reset(2 * config_.mask_lanes);
    unit_ = 0;
    unit_filled_ = -1;
    run_useful_ = bits_filled_ = 0;
}

FifoInIf<WeightWord>& WeightBuffer::input() {
    const models::WeightStream& stream = run().schedule.weights;
    if (stream.slice.bypass) return *bypass.operator->();
    return stream.patched ? *patched.operator->() : *decoded.operator->();
}

bool WeightBuffer::finished() const {
    return !fills() || (unit_ == run().schedule.weights.units.size() && gear_.held() == 0 && mask_gear_.held() == 0);
}

BlockState WeightBuffer::step(Cycles now) {
    if (!fills() || unit_ == run().schedule.weights.units.size()) return BlockState::idle;
    const bool present = input_present(now);
    // All three look at what the gearboxes held at the start of the cycle: words are taken behind the bits given.
    const bool accepts = accept(now);
    const bool accepts_mask = accept_mask(now);
    const bool gives = give(now);
    if (accepts || accepts_mask || gives) {
        acted();
        return BlockState::busy;
    }
    return present ? BlockState::stall_out : BlockState::stall_in;
}

bool WeightBuffer::input_present(Cycles now) {
    if (masked()) return gear_.held() > 0 && mask_gear_.held() > 0;
    return gear_.held() > 0 || input().has_item(now);
}

/// Decoded bits that may go into the unit in this cycle, if it has space.
std::int64_t WeightBuffer::next_bits() const {
    if (!masked()) return std::min(config_.fill_width, held_before_);
    return std::min({config_.fill_width / run().schedule.weights.slice.held_bits(), held_before_, mask_before_});
}

bool WeightBuffer::give(Cycles now) {
    const models::SliceShape& slice = run().schedule.weights.slice;
    const models::WeightUnit& unit = run().schedule.weights.units[unit_];
    const std::int64_t unit_bits = unit.bits / slice.held_bits() * slice.weight_bits;
    if (next_bits() == 0) return false;
    if (unit_filled_ < 0) {
        if (store_.space.free(now) < unit.bits) return false;
        store_.space.reserve(unit.bits);
        store_.units.push_back({models::BitVector(unit_bits), models::BitVector(masked() ? unit_bits : 0)});
        unit_filled_ = 0;
    }
    const std::int64_t bits = std::min(next_bits(), unit_bits - unit_filled_);
    gear_.give(store_.units.back().values, unit_filled_, bits);
    if (masked()) mask_gear_.give(store_.units.back().kept, unit_filled_, bits);
    unit_filled_ += bits;
    bits_filled_ += bits;
    if (unit_filled_ == unit_bits) {
        store_.ready.add(now, 1);
        ++unit_;
        unit_filled_ = -1;
    }
    return true;
}

bool WeightBuffer::accept(Cycles now) {
    held_before_ = gear_.held();
    if (!input().has_item(now)) return false;
    const models::WeightStream& stream = run().schedule.weights;
    const WeightWord& word = input().front();
    const models::WeightRun& source = stream.runs[static_cast<std::size_t>(word.run)];
    // Bits of earlier weights, or of the seeds that only fill the decoder's registers, may take more than one word.
    const std::int64_t skip = std::clamp<std::int64_t>(source.skip - word.first_slice * stream.slice.decoded_bits, 0,
                                                       word.slices * stream.slice.decoded_bits);
    const std::int64_t useful = std::min(word.slices * stream.slice.decoded_bits - skip, source.useful_bits - run_useful_);
    if (held_before_ + useful > 2 * stream.slice.word_decoded_bits()) return false;
    gear_.take(word.bits, skip, useful);
    run_useful_ += useful;
    if (word.first_slice + word.slices == source.slices) run_useful_ = 0;
    input().pop(now);
    return true;
}

bool WeightBuffer::accept_mask(Cycles now) {
    mask_before_ = mask_gear_.held();
    if (!masked() || !masks->has_item(now)) return false;
    const models::BitVector& kept = masks->front().kept;
    if (mask_before_ + kept.size() > 2 * config_.mask_lanes) return false;
    mask_gear_.take(kept, 0, kept.size());
    masks->pop(now);
    return true;
}

std::string WeightBuffer::waiting_for() const {
    if (unit_filled_ < 0 && gear_.held() > 0)
        return "space for unit " + std::to_string(unit_) + " of " + std::to_string(run().schedule.weights.units[unit_].bits) + " bits";
    return (masked() && gear_.held() > 0 ? "the mask of unit " : "decoded words for unit ") + std::to_string(unit_);
}

} // namespace fracbit::sim
