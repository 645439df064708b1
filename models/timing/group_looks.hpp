// Which row groups are looked at for periods (docs/timing.md, "Periods").
#pragma once

#include "models/timing/memory.hpp"
#include "models/timing/period.hpp"

#include <cstdint>

namespace fracbit::models::timing {

/// Row groups that were never alike although many were looked at drift against the bursts in flight, if latency binds:
/// from then on only those are looked at that find them as the last of these did. Fewer looks show it where all bursts
/// that can be in flight are.
class GroupLooks {
public:
    /// Where a row group begins: whether its state may be like one that `groups` has seen.
    bool can_be_alike(const Memory& memory, PeriodFinder& groups) {
        constexpr std::int64_t many = 10, many_in_full_row = 7;
        if (looks_ < (memory.row_full() ? many_in_full_row : many) || !memory.latency_binds()) {
            ++looks_;
            drifting_from_ = memory.next_burst();
            return true;
        }
        groups.keep_last();
        return (memory.next_burst() - drifting_from_) % memory.outstanding() == 0;
    }

private:
    std::int64_t looks_ = 0, drifting_from_ = 0; ///< number of a burst
};

} // namespace fracbit::models::timing
