// The segments that most bursts are part of, each in a loop that keeps the channel in registers.
#include "models/timing/memory.hpp"

#include <algorithm>

namespace fracbit::models::timing {

/// Weights, seeds, keys and values: what the weight reader reads.
bool Memory::issue_weights(const Segment& segment) {
    const auto stream = static_cast<std::size_t>(segment.stream);
    SteadyLink& link = links_.seeds;
    const std::int64_t begun = segment.first + listed_, left = (segment.bits - listed_) / burst_bits_,
                       most = left / fewest_rounds < limits_[stream] ? left + 2 : limits_[stream], gap = timing_.gap();
    Bus bus = bus_;
    const History::Cursor arrivals = arrivals_.cursor();
    Growth::Cursor arrived = link.arrived.cursor(most);
    std::int64_t listed = listed_, bursts = 0;
    for (; listed < segment.bits && bursts < most; ++bursts) {
        const std::int64_t left_of_burst = burst_bits_ - ((segment.first + listed) & (burst_bits_ - 1));
        const std::int64_t bits = std::min(segment.bits - listed, left_of_burst);
        const std::int64_t ready = link.space.when_free(bits);
        if (ready == unknown) {
            blocked_ = true;
            break;
        }
        const std::int64_t through = arrivals.before(bus.bursts),
                           arrival = timing_.transfer(bus, arrivals, std::max({ready, bus.issued + 1, through}), false);
        arrived.add(bits, arrival);
        link.space.reserved += bits;
        listed += bits;
        if (!timing_.latency_binds || bus.issued != through || arrival != through + gap) continue;
        // Bursts that only wait for latency.
        const std::int64_t whole = std::min((segment.bits - listed) / burst_bits_, most - bursts - 1);
        std::int64_t more = 0;
        for (; more < whole; ++more) {
            const std::int64_t space_at = link.space.when_free(burst_bits_), issue = arrivals.before(bus.bursts + more);
            if (space_at == unknown || space_at > issue) break;
            arrivals.record(bus.bursts + more, issue + gap);
            arrived.add(burst_bits_, issue + gap);
            link.space.reserved += burst_bits_;
        }
        if (more == 0) continue;
        bursts += more;
        listed += more * burst_bits_;
        bus.bursts += more;
        timing_.followed(bus, arrivals.before(bus.bursts - 1 + timing_.outstanding), more);
    }
    link.arrived.put_back(arrived);
    if (bursts == 0) return false;
    bus_ = bus;
    listed_ = listed;
    ports_[0] = bus.issued;
    payload_[stream] += (segment.first + listed + 7) / 8 - begun / 8; // bytes that the bits touch; bursts share none
    traffic_[stream].bursts += bursts;
    return true;
}

/// Scales of a row group, for the operand reader.
bool Memory::issue_scales(const Segment& segment) {
    const auto stream = static_cast<std::size_t>(segment.stream);
    const History::Cursor arrivals = arrivals_.cursor();
    Bus bus = bus_;
    Tally reader = operand_reader_;
    std::int64_t listed = listed_, bursts = 0;
    for (; listed < segment.bits; ++bursts) {
        const std::int64_t left_of_burst = burst_bits_ - ((segment.first + listed) & (burst_bits_ - 1));
        const std::int64_t bits = std::min(segment.bits - listed, left_of_burst);
        const std::int64_t ready = links_.scales.when_free(bits / 8);
        if (ready == unknown) {
            blocked_ = true;
            break;
        }
        const std::int64_t issue = std::max({ready, bus.issued + 1, arrivals.before(bus.bursts)}),
                           arrival = timing_.transfer(bus, arrivals, issue, false);
        links_.scales.reserved += bits / 8;
        reader.unit(arrival, arrival, 1);
        listed += bits;
    }
    if (bursts == 0) return false;
    payload_[stream] += (listed - listed_) / 8;
    traffic_[stream].bursts += bursts;
    listed_ = listed;
    bus_ = bus;
    operand_reader_ = reader;
    ports_[2] = bus.issued;
    scales_at_ = bus.end() + 1;
    return true;
}

bool Memory::issue_outputs(const Segment& segment) {
    const auto stream = static_cast<std::size_t>(StreamId::outputs);
    WriteLink& link = links_.outputs;
    const std::int64_t next =
        std::min(segment.bits - listed_, burst_bits_ - ((segment.first + listed_) & (burst_bits_ - 1)));
    if (link.held.given() - link.issued < next / 8) {
        blocked_ = true;
        return false;
    }
    // Rounds end where their number says: the phase of the bursts in flight is then the same in every segment.
    const std::int64_t round = limits_[stream] == never ? never : limits_[stream] - bus_.bursts % limits_[stream];
    const std::int64_t begun = listed_, most = std::min((segment.bits - listed_) / burst_bits_ + 2, round),
                       gap = timing_.gap();
    Bus bus = bus_;
    const History::Cursor arrivals = arrivals_.cursor();
    Growth::Cursor held = link.held.cursor(0), freed = link.freed.cursor(most);
    std::int64_t listed = listed_, issued = link.issued, bursts = 0;
    for (; listed < segment.bits && bursts < most; ++bursts) {
        const std::int64_t left_of_burst = burst_bits_ - ((segment.first + listed) & (burst_bits_ - 1));
        const std::int64_t bits = std::min(segment.bits - listed, left_of_burst), bytes = bits / 8;
        const std::int64_t ready = held.when(issued + bytes);
        if (ready == unknown) {
            blocked_ = true;
            break;
        }
        const std::int64_t through = arrivals.before(bus.bursts),
                           arrival = timing_.transfer(bus, arrivals, std::max({ready, bus.issued + 1, through}), true);
        issued += bytes;
        freed.add(bytes, bus.issued + 1);
        listed += bits;
        if (!timing_.latency_binds || bus.issued != through || arrival != through + gap) continue;
        // Bursts that only wait for latency.
        const std::int64_t whole = std::min((segment.bits - listed) / burst_bits_, most - bursts - 1);
        std::int64_t more = 0;
        for (; more < whole; ++more) {
            const std::int64_t issue = arrivals.before(bus.bursts + more),
                               held_at = held.when(issued + burst_bits_ / 8);
            if (held_at == unknown || held_at > issue) break;
            arrivals.record(bus.bursts + more, issue + gap);
            issued += burst_bits_ / 8;
            freed.add(burst_bits_ / 8, issue + 1);
        }
        if (more == 0) continue;
        bursts += more;
        listed += more * burst_bits_;
        bus.bursts += more;
        timing_.followed(bus, arrivals.before(bus.bursts - 1 + timing_.outstanding), more);
    }
    link.held.put_back(held);
    link.freed.put_back(freed);
    if (bursts == 0) return false;
    link.issued = issued;
    listed_ = listed;
    bus_ = bus;
    ports_[3] = bus.issued;
    payload_[stream] += (listed - begun) / 8;
    traffic_[stream].bursts += bursts;
    return true;
}

void Memory::outputs_since(const OutputsMark& mark, std::int64_t origin, Outputs& outputs) const {
    outputs.bursts = traffic_[static_cast<std::size_t>(StreamId::outputs)].bursts - mark.bursts;
    outputs.issued = bus_.issued - origin;
    outputs.finish = bus_.finish - origin;
    outputs.fraction = bus_.fraction;
    outputs.channel = bus_.channel.since(mark.bus.channel, origin);
    arrivals_.last(bus_.bursts, outputs.bursts, origin, outputs.arrivals);
}

void Memory::repeat(const Outputs& outputs, std::int64_t origin) {
    const auto stream = static_cast<std::size_t>(StreamId::outputs);
    payload_[stream] += outputs_left();
    listed_ = segments_[segment_].bits;
    traffic_[stream].bursts += outputs.bursts;
    bus_.issued = ports_[3] = origin + outputs.issued;
    bus_.finish = origin + outputs.finish;
    bus_.fraction = outputs.fraction;
    bus_.channel.append(outputs.channel, origin);
    copy_arrivals(outputs.bursts, outputs.arrivals, origin);
    blocked_ = false;
}

/// Rows of the input, and residuals.
bool Memory::issue_loads(const Segment& segment, bool settled) {
    const auto stream = static_cast<std::size_t>(segment.stream);
    undisturbed_.bursts = 0;
    const History::Cursor arrivals = arrivals_.cursor();
    Bus bus = bus_;
    Tally reader = activation_reader_;
    std::int64_t listed = listed_, reserved = links_.activation_reserved, begun = listed_, bursts = 0;
    const auto put_back = [&] {
        bus_ = bus;
        activation_reader_ = reader;
        listed_ = listed;
        links_.activation_reserved = reserved;
        payload_[stream] += (listed - begun) / 8;
        traffic_[stream].bursts += bursts;
    };
    const std::int64_t before = listed_;
    std::int64_t space = 0, space_at = 0; // so many bytes may be reserved, from then on
    const auto find_space = [&] {
        const Reached &windows = links_.windows_freed.passed(), &residuals = links_.residuals_freed.passed();
        space = links_.activation_space + windows.amount + residuals.amount;
        space_at = std::max(windows.time, residuals.time);
    };
    find_space();
    while (listed < segment.bits) {
        const std::int64_t at = segment.first + listed;
        const std::int64_t bits = std::min(segment.bits - listed, burst_bits_ - (at & (burst_bits_ - 1)));
        if (reserved + bits / 8 > space) {
            links_.activation_reserved = reserved;
            if (when_activations_fit(bits / 8, settled) == unknown) {
                blocked_ = true;
                break;
            }
            find_space();
        }
        const std::int64_t through = arrivals.before(bus.bursts); // the burst `outstanding` before
        const std::int64_t earliest = std::max(bus.issued + 1, through);
        const std::int64_t period_ago = arrivals_.ago(bus.bursts, timing_.period); // -1 if there is no period
        const std::int64_t arrival = timing_.transfer(bus, arrivals, std::max(space_at, earliest), false);
        reserved += bits / 8;
        reader.unit(arrival, arrival, 1);
        listed += bits;
        ++bursts;
        bool repeats = false;
        if (space_at > earliest || bits < burst_bits_) {
            undisturbed_.bursts = 0;
        } else if (timing_.latency_binds) {
            std::int64_t more = std::min((segment.bits - listed) / burst_bits_, 8 * (space - reserved) / burst_bits_);
            if (bus.issued != through || arrival != bus.issued + timing_.gap())
                more = timing_.line_up(bus, arrivals, more);
            else if (more > 0)
                timing_.follow(bus, arrivals_, more);
            if (more == 0) continue;
            reader.pass(bus.finish + 1, more);
            reserved += more * burst_bits_ / 8;
            listed += more * burst_bits_;
            bursts += more;
        } else if (period_ago < 0) {
            undisturbed_.bursts = 0;
        } else {
            repeats = watch_loads(arrival - period_ago, bus, reader);
        }
        if (repeats) {
            put_back();
            repeat_loads(segment);
            bus = bus_;
            reader = activation_reader_;
            listed = begun = listed_;
            reserved = links_.activation_reserved;
            bursts = 0;
        }
    }
    put_back();
    if (listed == before) return false;
    ports_[1] = bus_.issued;
    (segment.stream == StreamId::residual ? residual_at_ : activations_at_) = end() + 1;
    return true;
}

/// True if the channel does what it did a period ago.
bool Memory::watch_loads(std::int64_t gap, const Bus& bus, const Tally& reader) {
    Undisturbed& u = undisturbed_;
    if (u.bursts > 0 && gap == u.gap) {
        if (u.bursts++ < timing_.period) return false;
        u.bursts = 0;
        return bus.fraction == u.fraction && bus.issued - u.issued == gap &&
               bus.channel.free() - u.channel.free() == gap && reader.free() - u.reader.free() == gap;
    }
    u = {gap, 1, bus.issued, bus.fraction, bus.channel, reader};
    return false;
}

/// Repeats the period as often as the segment and the free space allow.
void Memory::repeat_loads(const Segment& segment) {
    const std::int64_t space = links_.activation_space + links_.windows_freed.passed().amount +
                               links_.residuals_freed.passed().amount - links_.activation_reserved;
    const std::int64_t bits = timing_.period * burst_bits_;
    const std::int64_t periods = std::min((segment.bits - listed_) / bits, 8 * space / bits);
    if (periods <= 0) return;
    const auto stream = static_cast<std::size_t>(segment.stream);
    const std::int64_t time = periods * undisturbed_.gap;
    bus_.issued += time;
    bus_.finish += time;
    arrivals_.shift(time);
    bus_.channel.repeat(undisturbed_.channel, periods);
    activation_reader_.repeat(undisturbed_.reader, periods);
    links_.activation_reserved += periods * bits / 8;
    payload_[stream] += periods * bits / 8;
    traffic_[stream].bursts += periods * timing_.period;
    listed_ += periods * bits;
}

} // namespace fracbit::models::timing
