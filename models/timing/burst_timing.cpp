#include "models/timing/burst_timing.hpp"

#include "models/timing/period.hpp"

#include <numeric>

namespace fracbit::models::timing {

BurstTiming::BurstTiming(const MemoryConfig& config)
    : latency(config.latency.count()), outstanding(config.outstanding), unit(config.bytes_per_cycle.numerator) {
    cycles = config.burst_bytes * config.bytes_per_cycle.denominator / unit;
    parts = config.burst_bytes * config.bytes_per_cycle.denominator % unit;
    const std::int64_t fractions = unit / std::gcd(unit, parts);
    const bool by_latency = (outstanding - 1) * (cycles * unit + parts) < latency * unit;
    constexpr std::int64_t longest_period = 1024;
    latency_binds = by_latency && parts == 0 && outstanding > 1;
    period = by_latency ? outstanding : ceil_div(outstanding, fractions) * fractions;
    if (period > longest_period) period = never;
}

std::int64_t BurstTiming::line_up(Bus& bus, const History::Cursor& arrivals, std::int64_t most) const {
    if (parts > 0) return 0;
    std::int64_t bursts = 0, issued = bus.issued, finish = bus.finish;
    for (; bursts < most; ++bursts) {
        const std::int64_t issue = std::max(issued + 1, arrivals.before(bus.bursts + bursts));
        if (issue + latency > finish) break;
        issued = issue;
        finish += cycles;
        arrivals.record(bus.bursts + bursts, finish);
    }
    if (bursts == 0) return 0;
    bus.bursts += bursts;
    bus.issued = issued;
    bus.finish = finish;
    bus.channel.pass(finish, bursts * cycles);
    return bursts;
}

void BurstTiming::follow(Bus& bus, History& arrivals, std::int64_t bursts) const {
    // Whole rounds are moved in time, the rest one by one.
    arrivals.shift(bursts / outstanding * gap());
    for (std::int64_t i = bursts % outstanding; i > 0; --i, ++bus.bursts)
        arrivals.record(bus.bursts, arrivals.before(bus.bursts) + gap());
    followed(bus, arrivals.ago(bus.bursts, 1), bursts);
}

} // namespace fracbit::models::timing
