// Where a block's cycles go (docs/machine.md, "Counters"), from the times of its units.
#pragma once

#include "models/results/simulation_result.hpp"

#include <algorithm>
#include <cstdint>

namespace fracbit::models::timing {

/// Units in order: each waits for its input, then for its output, then is worked on.
class Tally {
public:
    /// Input is present from cycle `present` on; work begins in `start` and takes `cycles`.
    [[gnu::always_inline]] void unit(std::int64_t present, std::int64_t start, std::int64_t cycles) {
        const std::int64_t seen = std::min(std::max(present, free_), start);
        stall_in_ += seen - free_;
        stall_out_ += start - seen;
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
        visitor.counter(stall_in_);
        visitor.counter(stall_out_);
    }
    void add(std::int64_t busy, std::int64_t stall_in, std::int64_t stall_out) {
        busy_ += busy;
        stall_in_ += stall_in;
        stall_out_ += stall_out;
    }
    /// So many busy cycles, the last of them before `free`; in the others it waited for input.
    void feed_until(std::int64_t free, std::int64_t busy) {
        stall_in_ += free - free_ - busy;
        busy_ += busy;
        free_ = free;
    }
    /// The same, but it waited for output, and `waited` cycles for input.
    void work_until(std::int64_t free, std::int64_t busy, std::int64_t waited = 0) {
        stall_in_ += waited;
        stall_out_ += free - free_ - busy - waited;
        busy_ += busy;
        free_ = free;
    }
    /// What happened since `earlier` happens as often again.
    void repeat(const Tally& earlier, std::int64_t times) {
        busy_ += times * (busy_ - earlier.busy_);
        stall_in_ += times * (stall_in_ - earlier.stall_in_);
        stall_out_ += times * (stall_out_ - earlier.stall_out_);
        free_ += times * (free_ - earlier.free_);
    }
    /// As it was before a stretch in which it never waited for output.
    [[nodiscard]] Tally before(std::int64_t cycles, std::int64_t busy) const {
        Tally tally = *this;
        tally.busy_ -= busy;
        tally.stall_in_ -= cycles - busy;
        tally.free_ -= cycles;
        return tally;
    }
    /// Nothing comes before cycle `until`, nor is there any input.
    void wait(std::int64_t until) {
        stall_in_ += until - free_;
        free_ = until;
    }
    /// What happened since `earlier`, with cycle `origin` as the first.
    [[nodiscard]] Tally since(const Tally& earlier, std::int64_t origin) const {
        Tally tally;
        tally.busy_ = busy_ - earlier.busy_;
        tally.stall_in_ = stall_in_ - earlier.stall_in_;
        tally.stall_out_ = stall_out_ - earlier.stall_out_;
        tally.free_ = free_ - origin;
        return tally;
    }
    /// Adds what `since` gave, from `origin` on.
    void append(const Tally& tally, std::int64_t origin) {
        busy_ += tally.busy_;
        stall_in_ += tally.stall_in_;
        stall_out_ += tally.stall_out_;
        free_ = origin + tally.free_;
    }
    /// First cycle after the last unit.
    [[nodiscard]] std::int64_t free() const { return free_; }
    /// All other cycles are idle.
    [[nodiscard]] BlockCycles cycles(std::int64_t total) const {
        return {Cycles(busy_), Cycles(stall_in_), Cycles(stall_out_), Cycles(total - busy_ - stall_in_ - stall_out_)};
    }

private:
    std::int64_t busy_ = 0, stall_in_ = 0, stall_out_ = 0, free_ = 0;
};

} // namespace fracbit::models::timing
