// How long bursts take: the bus behind the memory channel (docs/machine.md, "memory").
#pragma once

#include "models/config/architecture.hpp"
#include "models/timing/ring.hpp"
#include "models/timing/tally.hpp"

#include <algorithm>
#include <cstdint>

namespace fracbit::models::timing {

/// The bus after the last burst.
struct Bus {
    std::int64_t bursts = 0, issued = -1;
    std::int64_t finish = 0, fraction = 0; ///< of the last transfer: finish + fraction / BurstTiming::unit
    Tally channel;
    [[nodiscard]] std::int64_t end() const { return finish + (fraction > 0 ? 1 : 0); }
};

struct BurstTiming {
    std::int64_t latency = 0, outstanding = 1;
    std::int64_t unit = 1;              ///< parts of a cycle that time is counted in
    std::int64_t cycles = 1, parts = 0; ///< a transfer takes cycles + parts / unit
    /// A full row of bursts waits for latency, in whole cycles: transfers lie at least a burst apart, so that once a
    /// burst was issued when the one `outstanding` before was through, and sent as latency ended, so are the next ones.
    bool latency_binds = false;
    std::int64_t period = 0; ///< bursts after which an undisturbed channel repeats itself; `never` if too many

    BurstTiming() = default;
    explicit BurstTiming(const MemoryConfig& config);
    /// Of a transfer that begins with a cycle.
    [[nodiscard]] std::int64_t whole_cycles() const { return cycles + (parts > 0 ? 1 : 0); }
    /// From the issue of a burst to its end, on a bus that is free.
    [[nodiscard]] std::int64_t gap() const { return latency + cycles; }
    /// A burst that issues: the cycle from which it is through.
    std::int64_t transfer(Bus& bus, const History::Cursor& arrivals, std::int64_t issue, bool write) const;
    /// Further bursts, at most `most`, that find the bus busy when their data could come, if transfers take whole
    /// cycles: each is issued after the one before and when the one `outstanding` before is through, and sent as the
    /// bus comes free. How many.
    std::int64_t line_up(Bus& bus, const History::Cursor& arrivals, std::int64_t most) const;
    /// Where latency binds: so many bursts, each issued as the one `outstanding` before is through. Whole rounds of
    /// them do not count in `bus.bursts`.
    void follow(Bus& bus, History& arrivals, std::int64_t bursts) const;
    /// They have been issued so; the last one arrived in `arrival`.
    void followed(Bus& bus, std::int64_t arrival, std::int64_t bursts) const {
        bus.issued = arrival - gap();
        bus.finish = arrival;
        bus.channel.pass(arrival, bursts * cycles);
    }
};

[[gnu::always_inline]] inline std::int64_t BurstTiming::transfer(Bus& bus, const History::Cursor& arrivals,
                                                                 std::int64_t issue, bool write) const {
    const std::int64_t free = bus.end(), data = issue + latency;
    // Nothing in flight: waiting for a write's data, or for space. From the issue on data are on their way.
    if (issue > bus.channel.free()) bus.channel.unit(write ? issue : bus.channel.free(), issue, 0);
    if (data > bus.finish || (data == bus.finish && bus.fraction == 0)) {
        bus.finish = data;
        bus.fraction = 0;
    }
    const std::int64_t start = std::max(bus.finish, free);
    bus.finish += cycles;
    bus.fraction += parts;
    if (bus.fraction >= unit) {
        bus.fraction -= unit;
        ++bus.finish;
    }
    const std::int64_t arrival = bus.end();
    bus.channel.unit(start, start, arrival - start);
    bus.issued = issue;
    arrivals.record(bus.bursts++, arrival);
    return arrival;
}

} // namespace fracbit::models::timing
