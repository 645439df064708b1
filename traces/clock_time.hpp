// Cycles as time. Exact whenever the clock's period is a whole number of femtoseconds (800 MHz: 1250 ps); otherwise
// rounded to femtoseconds (1e-6 ns) when printed.
#pragma once

#include "models/core/units.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace fracbit::traces {

class ClockTime {
public:
    /// Throws ConfigError if the clock is not a positive finite number.
    explicit ClockTime(double clock_mhz);

    [[nodiscard]] double clock_mhz() const { return clock_mhz_; }
    /// The period in femtoseconds if that is a whole number.
    [[nodiscard]] std::optional<std::int64_t> exact_period_fs() const { return period_fs_; }
    /// Decimal text without trailing zeros, e.g. "1.25".
    [[nodiscard]] std::string nanoseconds(Cycles cycles) const { return decimal(cycles, 6); }
    [[nodiscard]] std::string microseconds(Cycles cycles) const { return decimal(cycles, 9); }

private:
    [[nodiscard]] std::string decimal(Cycles cycles, int digits) const;
    double clock_mhz_;
    std::optional<std::int64_t> period_fs_;
};

} // namespace fracbit::traces
