#include "sim/blocks/memory_channel.hpp"

#include <algorithm>

namespace fracbit::sim {

using models::Burst;
using models::StreamId;

MemoryChannel::MemoryChannel(const sc_core::sc_module_name& name, const models::MemoryConfig& config, TickClock& clock,
                             Links links)
    : Block(name, models::BlockId::memory, clock), config_(config), links_(links) {}

void MemoryChannel::reset() {
    cursor_.emplace(run().schedule.segments, config_.burst_bytes);
    in_flight_.clear();
    bus_free_ = 0;
    last_finish_ = Cycles(0);
    traffic_ = {};
}

std::optional<Cycles> MemoryChannel::done_at() const {
    if (!cursor_->done()) return std::nullopt;
    return last_finish_;
}

ReadLink& MemoryChannel::link_of(const Burst& burst) {
    switch (burst.stream) {
    case StreamId::activations:
    case StreamId::residual: return links_.activations;
    case StreamId::scales: return links_.scales;
    case StreamId::psum_read: return links_.spill.read;
    case StreamId::patch_counts: return links_.weights.patch_counts;
    case StreamId::patch_locations: return links_.weights.patch_locations;
    case StreamId::mask: return links_.weights.mask;
    case StreamId::csr_counts: return links_.weights.csr_counts;
    case StreamId::csr_entries: return links_.weights.csr_entries[static_cast<std::size_t>(burst.lane)];
    default: return links_.weights.weights;
    }
}

WriteLink& MemoryChannel::writer_of(StreamId stream) {
    return stream == StreamId::psum_write ? links_.spill.write : links_.outputs;
}

bool MemoryChannel::may_issue(const Burst& burst, Cycles now) {
    if (static_cast<std::int64_t>(in_flight_.size()) >= config_.outstanding) return false;
    if (burst.write) {
        WriteLink& writer = writer_of(burst.stream);
        return writer.held.seen(now) - writer.taken >= burst.payload_bytes();
    }
    if (burst.stream == StreamId::offsets) return true; // the controller takes its table at once
    ReadLink& link = link_of(burst);
    return link.space.free(now) >= link.size_of(burst);
}

void MemoryChannel::issue(const Burst& burst, Cycles now) {
    const std::int64_t unit = config_.bytes_per_cycle.numerator;
    const std::int64_t start = std::max(bus_free_, (now + config_.latency).count() * unit);
    bus_free_ = start + config_.burst_bytes * config_.bytes_per_cycle.denominator;
    const Transfer transfer{Cycles(start / unit), Cycles(ceil_div(bus_free_, unit))};
    in_flight_.push_back(transfer);
    last_finish_ = transfer.finish;

    const std::int64_t payload = burst.payload_bytes();
    if (burst.write) {
        WriteLink& writer = writer_of(burst.stream);
        writer.taken += payload;
        writer.space.release_at(now + Cycles(1), payload);
    } else if (burst.stream != StreamId::offsets) {
        ReadLink& link = link_of(burst);
        link.space.reserve(link.size_of(burst));
        link.arrivals.push(transfer.finish, burst);
    }
    models::StreamTraffic& traffic = traffic_[static_cast<std::size_t>(burst.stream)];
    traffic.bytes += Bytes(payload);
    traffic.bus_bytes += Bytes(config_.burst_bytes);
    ++traffic.bursts;
    if (burst_listener_)
        burst_listener_({now, transfer.start, transfer.finish, burst.address, static_cast<std::int32_t>(config_.burst_bytes),
                         static_cast<std::int32_t>(payload), burst.write, burst.stream, run().index});
}

BlockState MemoryChannel::step(Cycles now) {
    // 1. Bursts whose last byte has been transferred leave.
    while (!in_flight_.empty() && in_flight_.front().finish <= now) in_flight_.pop_front();

    // 2. The next burst of the list issues if it may.
    const bool owed = !cursor_->done();
    const bool issued = owed && may_issue(cursor_->current(), now);
    if (issued) {
        issue(cursor_->current(), now);
        cursor_->advance();
        acted();
    }

    // 3. The bus is busy, waits for data on their way, or has nobody to give the next burst to.
    if (in_flight_.empty()) {
        if (!owed) return BlockState::idle;
        return cursor_->current().write ? BlockState::stall_in : BlockState::stall_out;
    }
    const Transfer& transfer = in_flight_.front();
    const bool transferring = transfer.start <= now;
    wake_at(transferring ? transfer.finish : transfer.start);
    return transferring ? BlockState::busy : BlockState::stall_in;
}

std::string MemoryChannel::waiting_for() const {
    const Burst& burst = cursor_->current();
    const char* who = !burst.write ? "space in the reader for " : burst.stream == StreamId::psum_write ? "the array to spill " : "the output writer to hold ";
    return std::string(who) +
           std::to_string(burst.payload_bytes()) + " bytes of stream '" + models::to_string(burst.stream) + "' at address " +
           std::to_string(burst.address);
}

} // namespace fracbit::sim
