#include "traces/clock_time.hpp"

#include "models/core/error.hpp"

#include <cmath>
#include <fmt/format.h>

namespace fracbit::traces {
namespace {

__extension__ using Wide = __int128;

} // namespace

ClockTime::ClockTime(double clock_mhz) : clock_mhz_(clock_mhz) {
    if (!(clock_mhz > 0) || !std::isfinite(clock_mhz))
        throw ConfigError(fmt::format("the clock is {} MHz; a trace needs a positive clock, e.g. 800", clock_mhz));
    constexpr double fs_per_us = 1e9;
    const std::int64_t period = std::llround(fs_per_us / clock_mhz);
    if (period > 0 && static_cast<double>(period) * clock_mhz == fs_per_us) period_fs_ = period;
}

std::string ClockTime::decimal(Cycles cycles, int digits) const {
    // 64 bits of femtoseconds are two and a half hours, which slow clocks pass.
    const Wide fs = period_fs_
                        ? static_cast<Wide>(cycles.count()) * *period_fs_
                        : static_cast<Wide>(std::round(static_cast<long double>(cycles.count()) * 1e9L / clock_mhz_));
    std::int64_t unit = 1;
    for (int i = 0; i < digits; ++i) unit *= 10;
    std::string text =
        fmt::format("{}.{:0{}}", static_cast<std::int64_t>(fs / unit), static_cast<std::int64_t>(fs % unit), digits);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
}

} // namespace fracbit::traces
