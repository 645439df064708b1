#include "sim/blocks/csr_decoder.hpp"

#include "models/core/error.hpp"

#include <algorithm>

namespace fracbit::sim {

CsrDecoder::CsrDecoder(const sc_core::sc_module_name& name, const models::CsrConfig& config, TickClock& clock,
                       std::vector<ReadLink>& entries, ReadLink& counts, WeightStore& store)
    : Block(name, models::BlockId::csr_decoder, clock), config_(config), entries_(entries), counts_(counts), store_(store) {}

void CsrDecoder::reset() {
    unit_ = 0;
    tile_ = held_counts_ = bits_filled_ = 0;
    inside_ = false;
    totals_ = {};
    walk_.reset();
    lanes_.assign(static_cast<std::size_t>(config_.decoders), {});
    for (ReadLink& link : entries_) link.space.reset(config_.reader_bytes * 8);
    counts_.space.reset(config_.counts_bytes * 8);
    if (finished()) return;
    filler_ = (std::int64_t{1} << run().weights->csr.gap_bits) - 1;
    read_next();
}

void CsrDecoder::read_next() {
    const models::LayerSchedule& schedule = run().schedule;
    const models::StoredCsr& csr = run().weights->csr;
    const std::int64_t per_group = schedule.weights.tile_units ? schedule.order.tiles() : 1;
    const std::int64_t group = schedule.weights.units[unit_].run;
    tile_ = static_cast<std::int64_t>(unit_) % per_group;
    rows_ = schedule.order.groups[static_cast<std::size_t>(group)].channels.channels;
    columns_ = schedule.weights.tile_units ? schedule.order.columns_of(tile_) : schedule.order.reduction;
    if (tile_ == 0) {
        walk_.emplace(csr, group, rows_);
        shares_.clear();
        for (std::size_t d = 0; d < lanes_.size(); ++d)
            lanes_[d].at = csr.entry_runs[static_cast<std::size_t>(group) * lanes_.size() + d];
    }
    walk_->next(shares_);
}

BlockState CsrDecoder::step(Cycles now) {
    if (finished()) return BlockState::idle;
    take_arrivals(now);
    if (!inside_) {
        if (const auto stalled = obstacle(now)) return *stalled;
        begin(now);
    }
    return work(now);
}

void CsrDecoder::take_arrivals(Cycles now) {
    for (; counts_.arrivals.has_arrived(now); counts_.arrivals.pop()) held_counts_ += counts_.arrivals.front().payload_bits;
    for (std::size_t d = 0; d < lanes_.size(); ++d)
        for (auto& queue = entries_[d].arrivals; queue.has_arrived(now); queue.pop()) lanes_[d].held_bits += queue.front().payload_bits;
}

std::optional<BlockState> CsrDecoder::obstacle(Cycles now) {
    if (held_counts_ < rows_ * run().weights->csr.count_bits) return BlockState::stall_in;
    if (store_.space.free(now) < run().schedule.weights.units[unit_].bits) return BlockState::stall_out;
    return std::nullopt;
}

void CsrDecoder::begin(Cycles now) {
    const std::int64_t count_bits = rows_ * run().weights->csr.count_bits;
    held_counts_ -= count_bits;
    counts_.space.release_at(now + Cycles(1), count_bits);
    store_.space.reserve(run().schedule.weights.units[unit_].bits);
    store_.units.push_back({models::BitVector(rows_ * columns_), models::BitVector(rows_ * columns_)});
    for (std::size_t d = 0; d < lanes_.size(); ++d) {
        lanes_[d].left = shares_[d].entries;
        lanes_[d].segment = 0;
        lanes_[d].left_in_segment = shares_[d].segments.empty() ? 0 : shares_[d].segments.front();
        lanes_[d].passed = 0;
        next_segment(d);
    }
    begun_ = now;
    inside_ = true;
}

BlockState CsrDecoder::work(Cycles now) {
    const std::int64_t width = run().weights->csr.entry_bits();
    bool taken = false, owed = false;
    for (std::size_t d = 0; d < lanes_.size(); ++d) {
        Lane& lane = lanes_[d];
        if (lane.left > 0 && lane.held_bits >= width) {
            take_entry(d);
            lane.held_bits -= width;
            entries_[d].space.release_at(now + Cycles(1), width);
            taken = true;
        }
        owed |= lane.left > 0;
    }
    if (!owed) finish_unit(now);
    if (taken || !owed) {
        acted();
        return BlockState::busy;
    }
    return BlockState::stall_in;
}

void CsrDecoder::take_entry(std::size_t d) {
    const models::StoredCsr& csr = run().weights->csr;
    Lane& lane = lanes_[d];
    const std::uint64_t entry = csr.entries.extract(lane.at, csr.entry_bits());
    const auto gap = static_cast<std::int64_t>(entry) & filler_;
    const auto row = static_cast<std::int64_t>(lane.segment * lanes_.size() + d);
    lane.passed += gap == filler_ ? filler_ : gap + 1;
    if (lane.passed > columns_)
        throw SimulationError("layer '" + run().schedule.layer.name + "', block csr_decoder: an entry of row " + std::to_string(row) + " of unit " +
                              std::to_string(unit_) + " passes " + std::to_string(lane.passed) + " weights, but the row has " + std::to_string(columns_) +
                              " there; the stored entries are damaged");
    if (gap == filler_) {
        ++totals_.fillers;
    } else {
        const std::int64_t place = row * columns_ + lane.passed - 1;
        DecodedUnit& unit = store_.units.back();
        unit.kept.set(place, true);
        unit.values.set(place, (entry >> csr.gap_bits & 1U) != 0);
        ++totals_.entries;
    }
    lane.at += csr.entry_bits();
    --lane.left;
    --lane.left_in_segment;
    next_segment(d);
}

/// Leaves segments that have no entries left.
void CsrDecoder::next_segment(std::size_t d) {
    Lane& lane = lanes_[d];
    while (lane.left_in_segment == 0 && lane.segment + 1 < shares_[d].segments.size()) {
        lane.left_in_segment = shares_[d].segments[++lane.segment];
        lane.passed = 0;
    }
}

/// What the unit's cycles went to: had no entry been late, it would have taken as long as its longest share.
void CsrDecoder::count_slots(Cycles cycles) {
    const auto decoders = static_cast<std::int64_t>(lanes_.size());
    std::int64_t longest = 1, entries = 0;
    for (const models::CsrShare& share : shares_) {
        longest = std::max(longest, share.entries);
        entries += share.entries;
    }
    totals_.slots += decoders * cycles.count();
    totals_.unbalanced += decoders * longest - entries;
    totals_.starved += decoders * (cycles.count() - longest);
}

void CsrDecoder::finish_unit(Cycles now) {
    count_slots(now + Cycles(1) - begun_);
    bits_filled_ += rows_ * columns_;
    store_.ready.add(now, 1);
    inside_ = false;
    ++unit_;
    if (!finished()) read_next();
}

std::string CsrDecoder::waiting_for() const {
    return inside_ ? "entries of unit " + std::to_string(unit_) : "entry counts of unit " + std::to_string(unit_) + " or space in the weight buffer";
}

} // namespace fracbit::sim
