#include "sim/blocks/patch_reader.hpp"

#include <algorithm>

namespace fracbit::sim {

PatchReader::PatchReader(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock,
                         ReadLink& counts, ReadLink& locations)
    : Block(name, models::BlockId::patch_reader, clock), config_(config), counts_(counts), locations_(locations) {}

void PatchReader::reset() {
    counts_.space.reset(config_.patch_bytes * 8);
    locations_.space.reset(config_.patch_bytes * 8);
    run_index_ = 0;
    slice_ = held_counts_ = held_locations_ = 0;
    inside_ = false;
    words_.reset();
    if (!finished()) read_next();
}

/// What the next word takes, read from the stored streams.
void PatchReader::read_next() {
    const models::WeightStream& stream = run().schedule.weights;
    const models::WeightRun& source = stream.runs[run_index_];
    if (slice_ == 0) words_.emplace(run().weights->planes[static_cast<std::size_t>(source.plane)], source.group);
    words_->next(std::min(stream.slice.per_word, source.slices - slice_), next_);
}

BlockState PatchReader::step(Cycles now) {
    // 1. Bursts that have become usable.
    for (; counts_.arrivals.has_arrived(now); counts_.arrivals.pop()) held_counts_ += counts_.arrivals.front().payload_bits;
    for (; locations_.arrivals.has_arrived(now); locations_.arrivals.pop()) held_locations_ += locations_.arrivals.front().payload_bits;

    // 2. The word that is inside leaves in its last cycle.
    if (inside_) {
        if (now == last_) push(now);
        return BlockState::busy;
    }

    // 3. The next one begins.
    if (finished()) return BlockState::idle;
    if (held_counts_ < next_.count_bits || held_locations_ < next_.location_bits) return BlockState::stall_in;
    if (!patches->has_room(now)) return BlockState::stall_out;
    begin(now);
    return BlockState::busy;
}

void PatchReader::begin(Cycles now) {
    held_counts_ -= next_.count_bits;
    held_locations_ -= next_.location_bits;
    counts_.space.release_at(now + Cycles(1), next_.count_bits);
    locations_.space.release_at(now + Cycles(1), next_.location_bits);
    const std::int64_t ports = std::int64_t{config_.lanes} * config_.patch_ports;
    last_ = now + Cycles(std::max<std::int64_t>(1, ceil_div(next_.entries, ports)) - 1);
    inside_ = true;
    if (last_ == now)
        push(now);
    else
        wake_at(last_);
}

void PatchReader::push(Cycles now) {
    slice_ += static_cast<std::int64_t>(next_.per_slice.size());
    std::swap(patches->slot(), next_);
    patches->push(now);
    inside_ = false;
    if (slice_ == run().schedule.weights.runs[run_index_].slices) {
        ++run_index_;
        slice_ = 0;
    }
    if (!finished()) read_next();
    acted();
}

std::string PatchReader::waiting_for() const {
    return std::to_string(next_.count_bits) + " bits of counts and " + std::to_string(next_.location_bits) + " of locations for slice " +
           std::to_string(slice_) + " of run " + std::to_string(run_index_) + "; held are " + std::to_string(held_counts_) + " and " +
           std::to_string(held_locations_);
}

} // namespace fracbit::sim
