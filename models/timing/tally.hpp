// Where a block's cycles go (docs/machine.md, "Counters"), from the times of its units.
#pragma once

#include "models/results/simulation_result.hpp"

#include <algorithm>
#include <cstdint>

namespace fracbit::models::timing {

/// Units in order: each waits for its input, then for its output, then is worked on. Cycles that are neither busy nor
/// stalled on output are stalled on input, up to the last unit.
class Tally {
public:
    /// Input is present from cycle `present` on; work begins in `start`, no earlier than that and than the unit before
    /// ends, and takes `cycles`.
    [[gnu::always_inline]] void unit(std::int64_t present, std::int64_t start, std::int64_t cycles) {
        stall_out_ += start - std::max(present, free_);
        busy_ += cycles;
        free_ = start + cycles;
    }
    template <class Visitor, class Clock>
    void walk_clock(Visitor& visitor, Clock clock) {
        visitor.clock(clock, free_);
    }
    template <class Visitor>
    void walk_counters(Visitor& visitor) {
        visitor.counter(busy_);
        visitor.counter(stall_out_);
    }
    /// So many busy cycles, the last of them before `free`; in `stalled` of the others it waited for output, else for
    /// input.
    void pass(std::int64_t free, std::int64_t busy, std::int64_t stalled = 0) {
        stall_out_ += stalled;
        busy_ += busy;
        free_ = free;
    }
    /// The same, but it waited for output, and `waited` cycles for input.
    void work_until(std::int64_t free, std::int64_t busy, std::int64_t waited = 0) {
        pass(free, busy, free - free_ - busy - waited);
    }
    /// What happened since `earlier` happens as often again.
    void repeat(const Tally& earlier, std::int64_t times) {
        busy_ += times * (busy_ - earlier.busy_);
        stall_out_ += times * (stall_out_ - earlier.stall_out_);
        free_ += times * (free_ - earlier.free_);
    }
    /// Nothing comes before cycle `until`, nor is there any input.
    void wait(std::int64_t until) { free_ = until; }
    /// What happened since `earlier`, with cycle `origin` as the first.
    [[nodiscard]] Tally since(const Tally& earlier, std::int64_t origin) const {
        Tally tally;
        tally.busy_ = busy_ - earlier.busy_;
        tally.stall_out_ = stall_out_ - earlier.stall_out_;
        tally.free_ = free_ - origin;
        return tally;
    }
    /// Adds what `since` gave, from `origin` on, where it stands to `origin` as it did then.
    void append(const Tally& tally, std::int64_t origin) {
        busy_ += tally.busy_;
        stall_out_ += tally.stall_out_;
        free_ = origin + tally.free_;
    }
    /// First cycle after the last unit.
    [[nodiscard]] std::int64_t free() const { return free_; }
    /// All cycles after that are idle.
    [[nodiscard]] BlockCycles cycles(std::int64_t total) const {
        return {Cycles(busy_), Cycles(free_ - busy_ - stall_out_), Cycles(stall_out_), Cycles(total - free_)};
    }

private:
    std::int64_t busy_ = 0, stall_out_ = 0, free_ = 0;
};

} // namespace fracbit::models::timing
