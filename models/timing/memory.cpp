#include "models/timing/memory.hpp"

#include "models/timing/period.hpp"

namespace fracbit::models::timing {

void Memory::configure(const MemoryConfig& config) {
    burst_bits_ = 8 * config.burst_bytes;
    timing_ = BurstTiming(config);
}

void Memory::reset(BurstSource& list) {
    list_ = &list;
    segments_.clear();
    segment_ = 0;
    listed_ = 0;
    done_ = pauses_ = paused_ = false;
    bus_ = {};
    activations_at_ = residual_at_ = scales_at_ = 0;
    arrivals_.reset(timing_.outstanding, timing_.period == never ? 0 : timing_.period);
    traffic_ = {};
    payload_ = {};
    limits_.fill(never);
    ports_.fill(-1);
    pieces_ = segments_before_ = copied_ = 0;
    blocked_ = false;
    activation_reader_ = operand_reader_ = {};
}

bool Memory::advance_to(std::size_t end, bool settled) {
    bool moved = false, go_on = paused_;
    blocked_ = at_step_ = paused_ = false;
    while (segment_ != end && next_segment()) {
        const Segment& segment = segments_[segment_];
        if (pauses_ && listed_ == 0 && !go_on && of_weights(segment)) {
            paused_ = true;
            return moved;
        }
        go_on = false;
        if (segment.mark != Mark::none) {
            mark(segment);
        } else {
            moved |= issue_segment(segment, settled);
            if (listed_ < segment.bits) return moved;
            listed_ = 0;
        }
        moved = true;
        ++segment_;
        if (at_step_) return moved;
    }
    return moved;
}

bool Memory::next_segment() {
    if (segment_ < segments_.size()) return true;
    if (done_) return false;
    segments_before_ += static_cast<std::int64_t>(segment_);
    segment_ = 0;
    done_ = !list_->next(segments_);
    ++pieces_;
    if (done_) segments_.clear();
    return !done_;
}

void Memory::fetch_more() {
    ++pieces_;
    if (list_->next(more_)) segments_.insert(segments_.end(), more_.begin(), more_.end());
}

std::array<StreamTraffic, stream_count> Memory::traffic() const {
    std::array<StreamTraffic, stream_count> all = traffic_;
    for (std::size_t s = 0; s < all.size(); ++s) {
        all[s].bytes = Bytes(payload_[s]);
        all[s].bus_bytes = Bytes(all[s].bursts * (burst_bits_ / 8));
    }
    return all;
}

void Memory::mark(const Segment& segment) {
    switch (segment.mark) {
    case Mark::activations:
        links_.activations_there.push(activations_at_);
        return;
    case Mark::residual:
        links_.residual_there.push(residual_at_);
        return;
    case Mark::scales:
        links_.scales_there.push(scales_at_);
        return;
    case Mark::step:
        at_step_ = true;
        return;
    case Mark::none:
        return;
    }
}

bool Memory::issue_segment(const Segment& segment, bool settled) {
    if (segment.stream == StreamId::activations || segment.stream == StreamId::residual)
        return issue_loads(segment, settled);
    if (segment.stream == StreamId::outputs) return issue_outputs(segment);
    if (segment.stream == StreamId::scales) return issue_scales(segment);
    if (segment.stream == StreamId::weights || segment.stream == StreamId::kv_cache) return issue_weights(segment);
    bool moved = false;
    const auto stream = static_cast<std::size_t>(segment.stream);
    StreamTraffic& traffic = traffic_[stream];
    for (std::int64_t bursts = 0; listed_ < segment.bits && bursts < limits_[stream]; ++bursts) {
        const std::int64_t at = segment.first + listed_;
        const std::int64_t bits = std::min(segment.bits - listed_, burst_bits_ - (at & (burst_bits_ - 1)));
        const std::int64_t ready = when_ready(segment, bits);
        if (ready == unknown) {
            blocked_ = true;
            return moved;
        }
        // A burst that is through in this cycle has left.
        const std::int64_t issue = std::max({ready, bus_.issued + 1, arrivals_.before(bus_.bursts)});
        const std::int64_t arrival = timing_.transfer(bus_, arrivals_.cursor(), issue, segment.write);
        deliver(segment, bits, issue, arrival);
        payload_[stream] += (at + bits + 7) / 8 - at / 8;
        ++traffic.bursts;
        listed_ += bits;
        moved = true;
    }
    return moved;
}

ReadLink& Memory::link_of(const Segment& segment) {
    switch (segment.stream) {
    case StreamId::patch_counts:
        return links_.counts;
    case StreamId::patch_locations:
        return links_.locations;
    case StreamId::mask:
        return links_.mask;
    default:
        return links_.csr_counts;
    }
}

std::int64_t Memory::when_ready(const Segment& segment, std::int64_t bits) {
    switch (segment.stream) {
    case StreamId::offsets:
        return 0;
    case StreamId::psum_read:
        return links_.sums.when_free(bits / 8);
    case StreamId::psum_write:
        return links_.spilled.held.when(links_.spilled.issued + bits / 8);
    case StreamId::csr_entries:
        return links_.csr_entries[static_cast<std::size_t>(segment.decoder)].space.when_free(bits);
    default:
        return link_of(segment).space.when_free(bits);
    }
}

/// Windows and residuals share the activation buffer: what comes free first counts first.
std::int64_t Memory::when_activations_fit(std::int64_t bytes, bool settled) {
    const std::int64_t wanted = links_.activation_reserved + bytes - links_.activation_space;
    Growth& windows = links_.windows_freed;
    Growth& residuals = links_.residuals_freed;
    while (windows.passed().amount + residuals.passed().amount < wanted) {
        const Reached* window = windows.next();
        const Reached* residual = residuals.next();
        if (!window && !residual) return unknown;
        if (!settled && ((!window && links_.windows_pending) || (!residual && links_.residuals_pending)))
            return unknown;
        if (window && (!residual || window->time <= residual->time))
            windows.pass();
        else
            residuals.pass();
    }
    return std::max(windows.passed().time, residuals.passed().time);
}

void Memory::deliver(const Segment& segment, std::int64_t bits, std::int64_t issue, std::int64_t arrival) {
    const std::int64_t bytes = bits / 8;
    ports_[0] = issue;
    switch (segment.stream) {
    case StreamId::offsets:
        return;
    case StreamId::psum_read:
        links_.sums.reserved += bytes;
        links_.sums_arrived.add(bytes, arrival + 1);
        operand_reader_.unit(arrival, arrival, 1);
        return;
    case StreamId::psum_write:
        links_.spilled.issued += bytes;
        links_.spilled.freed.add(bytes, issue + 1);
        return;
    case StreamId::csr_entries: {
        SteadyLink& link = links_.csr_entries[static_cast<std::size_t>(segment.decoder)];
        link.space.reserved += bits;
        link.arrived.add(bits, arrival);
        return;
    }
    default: {
        ReadLink& link = link_of(segment);
        link.space.reserved += bits;
        link.arrived.add(bits, arrival);
    }
    }
}

} // namespace fracbit::models::timing
