#include "traces/memory_clock.hpp"

#include "models/core/error.hpp"
#include "traces/clock_time.hpp"

#include <cmath>
#include <fmt/format.h>

namespace fracbit::traces {

MemoryClock::MemoryClock(double accelerator_mhz, double memory_mhz)
    : accelerator_mhz_(ClockTime(accelerator_mhz).clock_mhz()),
      memory_mhz_(memory_mhz == 0 ? accelerator_mhz : memory_mhz) {
    if (!(memory_mhz >= 0) || !std::isfinite(memory_mhz))
        throw ConfigError(fmt::format("the memory clock of the trace is {} MHz; give a positive one, or 0 for the "
                                      "accelerator's own",
                                      memory_mhz));
}

std::int64_t MemoryClock::at(Cycles cycle) const {
    if (memory_mhz_ == accelerator_mhz_) return cycle.count();
    return static_cast<std::int64_t>(
        std::floor(static_cast<long double>(cycle.count()) * memory_mhz_ / accelerator_mhz_));
}

} // namespace fracbit::traces
