// When bursts to come are through, where each issues as the one `outstanding` before it is (late_units.hpp).
#pragma once

#include "models/timing/memory.hpp"

#include <cstdint>

namespace fracbit::models::timing {

class Memory::Ahead {
public:
    explicit Ahead(const Memory& memory)
        : memory_(memory), gap_(memory.latency_ + memory.burst_cycles_), rounds_(gap_), next_(memory.bus_.bursts) {}
    /// Past so many bursts; when the last of them is through.
    std::int64_t pass(std::int64_t bursts) {
        next_ += bursts;
        for (; next_ - memory_.bus_.bursts > memory_.outstanding_; next_ -= memory_.outstanding_) rounds_ += gap_;
        return memory_.arrivals_.before(next_ - 1) + rounds_;
    }

private:
    const Memory& memory_;
    std::int64_t gap_, rounds_, next_;
};

} // namespace fracbit::models::timing
