// The machine's one clock. A tick evaluates every block once, at the cycles somebody asked for and at no others: whoever
// did something in cycle t asks for t + 1, whoever waits for a known time asks for that. Everything a block sees of the
// others is what was true at the start of the cycle, so the order of evaluation within a tick cannot matter.
#pragma once

#include "models/core/units.hpp"

#include <exception>
#include <functional>
#include <systemc>

namespace fracbit::sim {

class TickClock : public sc_core::sc_module {
public:
    /// `before_tick` runs at each visited cycle before any block; false ends the simulation. With `skip_idle` off every
    /// cycle is visited.
    TickClock(const sc_core::sc_module_name& name, bool skip_idle, std::function<bool(Cycles)> before_tick);

    [[nodiscard]] Cycles now() const { return now_; }
    [[nodiscard]] const sc_core::sc_event& tick() const { return tick_; }
    /// Asks for a tick at `at` (later than now). Requests last until the next tick only: ask again then.
    void request(Cycles at) {
        asked_ = true;
        if (at < next_) schedule(at);
    }
    /// True if the last tick left no request behind: nothing can ever happen again.
    [[nodiscard]] bool stuck() const { return stuck_; }
    /// Runs until `before_tick` says stop or nothing is left to do. Rethrows what a process threw.
    void run();
    /// Keeps an exception of a process for `run` to rethrow with its type.
    void fail(std::exception_ptr error);

    SC_HAS_PROCESS(TickClock);

private:
    void wake();
    void schedule(Cycles at);

    static constexpr Cycles never_{INT64_MAX};
    bool skip_idle_;
    std::function<bool(Cycles)> before_tick_;
    sc_core::sc_time cycle_;
    sc_core::sc_event wake_, tick_;
    Cycles now_{0}, next_ = never_;
    bool asked_ = true, stuck_ = false;
    std::exception_ptr error_;
};

} // namespace fracbit::sim
