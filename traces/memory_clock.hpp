// The clock in which a DRAM simulator counts its trace's cycles.
#pragma once

#include "models/core/units.hpp"

namespace fracbit::traces {

class MemoryClock {
public:
    /// `memory_mhz` 0: the accelerator's own clock. Throws ConfigError if it is negative or not finite, or if
    /// `accelerator_mhz` is not positive.
    MemoryClock(double accelerator_mhz, double memory_mhz);
    /// The memory cycle in which the accelerator's cycle begins (rounded down).
    [[nodiscard]] std::int64_t at(Cycles cycle) const;
    [[nodiscard]] double mhz() const { return memory_mhz_; }

private:
    double accelerator_mhz_, memory_mhz_;
};

} // namespace fracbit::traces
