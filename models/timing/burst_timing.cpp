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

} // namespace fracbit::models::timing
