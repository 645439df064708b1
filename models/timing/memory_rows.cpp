// Rows of bursts of outputs that the channel or their data alone hold up (output_drain.hpp).
#include "models/timing/memory_ahead.hpp"

#include <algorithm>

namespace fracbit::models::timing {

/// Where a full row of bursts waits for latency, transfers lie at least a burst apart: a burst issued when the one
/// `outstanding` before is through is sent as latency ends, and so is the next one.
bool Memory::writes_follow(std::int64_t data) const {
    if (!timing_.latency_binds) return false;
    const std::int64_t through = arrivals_.before(bus_.bursts);
    return through >= std::max(data, bus_.issued + 1) && bus_.end() <= through + timing_.latency;
}

void Memory::follow_writes() {
    const Segment& segment = segments_[segment_];
    const std::int64_t bits = segment.bits - listed_, last_bits = last_burst_bits(),
                       bursts = ceil_div(bits - last_bits, burst_bits_) + 1;
    timing_.follow(bus_, arrivals_, bursts);
    count_writes(bits / 8, bursts, last_bits / 8, Followed(*this));
}

std::int64_t Memory::weights_following() const {
    if (!timing_.latency_binds || segment_ >= segments_.size() || bus_.bursts < timing_.outstanding) return 0;
    const Segment& segment = segments_[segment_];
    if (!of_weights(segment)) return 0;
    // The burst before was issued at least latency and a transfer before its end, so earlier than this one.
    if (bus_.end() > arrivals_.before(bus_.bursts) + timing_.latency || burst_phase() != 0) return 0;
    return (segment.bits - listed_) / burst_bits_;
}

bool Memory::reader_has_space() const {
    const auto& space = links_.seeds.space;
    Ahead ahead(*this);
    return space.freed.reached(space.reserved + burst_bits_ - space.capacity, burst_bits_,
                               [&] { return ahead.pass(1) - timing_.gap(); });
}

void Memory::follow_weights(std::int64_t bursts) {
    const auto stream = static_cast<std::size_t>(segments_[segment_].stream);
    const std::int64_t bits = bursts * burst_bits_;
    timing_.follow(bus_, arrivals_, bursts);
    links_.seeds.space.reserved += bits;
    links_.seeds.arrived.pass_all(bits, bus_.finish);
    listed_ += bits;
    ports_[0] = bus_.issued;
    payload_[stream] += bits / 8;
    traffic_[stream].bursts += bursts;
}

bool Memory::writes_paced(std::int64_t first, std::int64_t gap, std::int64_t bursts) const {
    if (first <= bus_.issued || bus_.end() > first + timing_.latency || !keeps_pace(gap)) return false;
    for (std::int64_t i = 0; i < std::min(bursts, timing_.outstanding); ++i)
        if (arrivals_.before(bus_.bursts + i) > first + i * gap) return false;
    return true;
}

void Memory::pace_writes(std::int64_t first, std::int64_t gap, std::int64_t bursts) {
    const std::int64_t cycles = timing_.whole_cycles(), left = burst_bits_ - burst_phase();
    arrivals_.record_paced(bus_.bursts, bursts, first + timing_.latency + cycles, gap);
    bus_.bursts += bursts;
    copied_ += bursts;
    bus_.issued = first + (bursts - 1) * gap;
    bus_.finish = bus_.issued + timing_.gap();
    bus_.fraction = timing_.parts;
    bus_.channel.pass(bus_.end(), bursts * cycles);
    count_writes((left + (bursts - 1) * burst_bits_) / 8, bursts, (bursts == 1 ? left : burst_bits_) / 8,
                 [&](std::int64_t back) { return bus_.issued - back * gap; });
}

/// `bytes` in bursts, `last` in the last one; `issued(back)`: when the one so many before the last issued.
template <class Issued>
void Memory::count_writes(std::int64_t bytes, std::int64_t bursts, std::int64_t last, Issued issued) {
    const auto stream = static_cast<std::size_t>(StreamId::outputs);
    const std::int64_t burst = burst_bits_ / 8;
    WriteLink& link = links_.outputs;
    // Vectors to come ask for what is free of the writer's bytes: earlier bursts do not matter any more.
    const std::int64_t asked = ceil_div(link.capacity, burst) + 1, kept = std::min(bursts, asked);
    std::int64_t kept_bytes = bytes;
    if (bursts > asked) {
        kept_bytes = last + (kept - 1) * burst;
        link.freed.pass_all(bytes - kept_bytes);
    }
    Growth::Cursor freed = link.freed.cursor(kept);
    std::int64_t own = kept_bytes - last - (kept - 2) * burst;
    for (std::int64_t back = kept - 1; back > 0; --back, own = burst) freed.add(own, issued(back) + 1);
    freed.add(last, issued(0) + 1);
    link.freed.put_back(freed);
    link.issued += bytes;
    listed_ += 8 * bytes;
    ports_[3] = bus_.issued;
    payload_[stream] += bytes;
    traffic_[stream].bursts += bursts;
    blocked_ = false;
}

/// Of the current segment.
std::int64_t Memory::last_burst_bits() const {
    const Segment& segment = segments_[segment_];
    const std::int64_t end = (segment.first + segment.bits) & (burst_bits_ - 1), bits = end == 0 ? burst_bits_ : end;
    return std::min(bits, segment.bits - listed_);
}

} // namespace fracbit::models::timing
