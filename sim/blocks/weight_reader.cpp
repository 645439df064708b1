#include "sim/blocks/weight_reader.hpp"

#include <algorithm>

namespace fracbit::sim {

WeightReader::WeightReader(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock,
                           ReadLink& link)
    : Block(name, models::BlockId::weight_reader, clock), config_(config), link_(link) {}

void WeightReader::reset() {
    link_.space.reset(config_.reader_bytes * 8);
    run_index_ = 0;
    slice_ = held_bits_ = 0;
}

bool WeightReader::finished() const { return run_index_ == run().schedule.weights.runs.size() && held_bits_ == 0; }

BlockState WeightReader::step(Cycles now) {
    // 1. Bursts that have become usable.
    for (; link_.arrivals.has_arrived(now); link_.arrivals.pop()) held_bits_ += link_.arrivals.front().payload_bits;

    // 2. One word, if it is whole and has a place to go.
    const models::WeightStream& stream = run().schedule.weights;
    if (run_index_ == stream.runs.size()) return BlockState::idle;
    const std::int64_t slices = std::min(stream.slice.per_word, stream.runs[run_index_].slices - slice_);
    if (held_bits_ < slices * stream.slice.stored_bits) return BlockState::stall_in;
    if (!words->has_room(now)) return BlockState::stall_out;
    emit(now, slices);
    return BlockState::busy;
}

void WeightReader::emit(Cycles now, std::int64_t slices) {
    const models::WeightStream& stream = run().schedule.weights;
    const models::WeightRun& source = stream.runs[run_index_];
    const std::int64_t bits = slices * stream.slice.stored_bits;
    WeightWord& word = words->slot();
    word.run = static_cast<std::int64_t>(run_index_);
    word.first_slice = slice_;
    word.slices = slices;
    word.bits.resize(bits);
    word.bits.copy(0, *run().stored[static_cast<std::size_t>(source.plane)], source.first_bit + slice_ * stream.slice.stored_bits, bits);
    words->push(now);
    held_bits_ -= bits;
    link_.space.release_at(now + Cycles(1), bits);
    slice_ += slices;
    if (slice_ == source.slices) {
        ++run_index_;
        slice_ = 0;
    }
    acted();
}

std::string WeightReader::waiting_for() const {
    return std::to_string(held_bits_) + " bits held of run " + std::to_string(run_index_) + ", slice " + std::to_string(slice_);
}

} // namespace fracbit::sim
