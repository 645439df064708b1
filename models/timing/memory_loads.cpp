// What a step loads before its outputs are written, moved in time as a whole (weight_loads.hpp).
#include "models/timing/memory.hpp"

#include <algorithm>

namespace fracbit::models::timing {

bool Memory::list_loads(std::vector<std::int64_t>& key, std::size_t& outputs) const {
    for (std::size_t i = segment_; i < segments_.size(); ++i) {
        const Segment& segment = segments_[i];
        if (segment.mark == Mark::none) {
            if (segment.stream == StreamId::outputs) {
                outputs = i;
                return i > segment_;
            }
            if (segment.stream == StreamId::activations) return false;
        }
        key.push_back(static_cast<std::int64_t>(segment.stream) + 64 * static_cast<std::int64_t>(segment.mark));
        key.push_back(segment.first & (burst_bits_ - 1));
        key.push_back(segment.bits);
    }
    return false;
}

/// Transfers that are through by `cycle` and those that end before the first data of a burst issued then can come hold
/// nobody up.
void Memory::list_flight(std::int64_t cycle, std::vector<std::int64_t>& key) const {
    for (std::int64_t i = bus_.bursts - timing_.outstanding; i < bus_.bursts; ++i)
        key.push_back(i < 0 ? 0 : std::max<std::int64_t>(0, arrivals_.ago(i, 0) - cycle));
    const bool through = bus_.end() <= cycle + timing_.latency;
    key.push_back(through ? 0 : bus_.finish - cycle);
    key.push_back(through ? 0 : bus_.fraction);
    key.push_back(std::max<std::int64_t>(0, bus_.channel.free() - cycle));
}

/// Of a stream, in the segments before the outputs.
std::int64_t Memory::bytes_before(std::size_t outputs, StreamId stream) const {
    std::int64_t bits = 0;
    for (std::size_t i = segment_; i < outputs; ++i)
        if (segments_[i].stream == stream) bits += segments_[i].bits;
    return bits / 8;
}

bool Memory::loads_fit(std::size_t outputs, std::int64_t cycle) {
    const std::int64_t scales = bytes_before(outputs, StreamId::scales),
                       residual = bytes_before(outputs, StreamId::residual);
    if (scales > 0 && (operand_reader_.free() > cycle ||
                       !links_.scales.freed.reached(links_.scales.reserved + scales - links_.scales.capacity, cycle)))
        return false;
    if (residual == 0) return true;
    const Reached &windows = links_.windows_freed.passed(), &residuals = links_.residuals_freed.passed();
    return activation_reader_.free() <= cycle && std::max(windows.time, residuals.time) <= cycle &&
           links_.activation_reserved + residual <= links_.activation_space + windows.amount + residuals.amount;
}

void Memory::begin_loads(std::size_t outputs, std::int64_t cycle) {
    // The first burst issues now if nothing is in flight: until then the channel waits for it, not for data.
    if (cycle > bus_.channel.free()) bus_.channel.unit(bus_.channel.free(), cycle, 0);
    const std::int64_t scales = bytes_before(outputs, StreamId::scales),
                       residual = bytes_before(outputs, StreamId::residual);
    if (scales > 0) operand_reader_.wait(cycle);
    if (residual > 0) activation_reader_.wait(cycle);
    before_ = bus_;
    loads_before_ = {activation_reader_, operand_reader_, traffic_, payload_, outputs, scales, residual};
}

void Memory::loads_since(std::int64_t origin, Loads& loads) const {
    loads.issued = bus_.issued - origin;
    loads.finish = bus_.finish - origin;
    loads.fraction = bus_.fraction;
    loads.residual_at = residual_at_ - origin;
    loads.scales_at = scales_at_ - origin;
    loads.channel = bus_.channel.since(before_.channel, origin);
    loads.activation_reader = activation_reader_.since(loads_before_.activation_reader, origin);
    loads.operand_reader = operand_reader_.since(loads_before_.operand_reader, origin);
    loads.all_bursts = 0;
    for (std::size_t port = 0; port < ports_.size(); ++port) loads.ports[port] = ports_[port] - origin;
    for (std::size_t s = 0; s < traffic_.size(); ++s) {
        loads.bursts[s] = traffic_[s].bursts - loads_before_.traffic[s].bursts;
        loads.payload[s] = payload_[s] - loads_before_.payload[s];
        loads.all_bursts += loads.bursts[s];
    }
    arrivals_.last(bus_.bursts, loads.all_bursts, origin, loads.arrivals);
}

/// Bursts of which the last ones arrived at these times. They are counted: rounds of outputs go by their number.
void Memory::copy_arrivals(std::int64_t bursts, const std::vector<std::int64_t>& last, std::int64_t origin) {
    copied_ += bursts;
    bus_.bursts += bursts;
    std::int64_t burst = bus_.bursts - static_cast<std::int64_t>(last.size());
    for (const std::int64_t arrival : last) arrivals_.record(burst++, origin + arrival);
}

void Memory::repeat(const Loads& loads, std::int64_t origin) {
    bus_.issued = origin + loads.issued;
    bus_.finish = origin + loads.finish;
    bus_.fraction = loads.fraction;
    bus_.channel.append(loads.channel, origin);
    copy_arrivals(loads.all_bursts, loads.arrivals, origin);
    for (std::size_t s = 0; s < traffic_.size(); ++s) {
        traffic_[s].bursts += loads.bursts[s];
        payload_[s] += loads.payload[s];
    }
    ports_[0] = origin + loads.ports[0];
    if (loads_before_.residual > 0) {
        activation_reader_.append(loads.activation_reader, origin);
        ports_[1] = origin + loads.ports[1];
        residual_at_ = origin + loads.residual_at;
    }
    if (loads_before_.scales > 0) {
        operand_reader_.append(loads.operand_reader, origin);
        ports_[2] = origin + loads.ports[2];
        scales_at_ = origin + loads.scales_at;
    }
    links_.scales.reserved += loads_before_.scales;
    links_.activation_reserved += loads_before_.residual;
    for (; segment_ < loads_before_.outputs; ++segment_) mark(segments_[segment_]);
    listed_ = 0;
    blocked_ = at_step_ = false;
}

} // namespace fracbit::models::timing
