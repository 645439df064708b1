// The machine's one clock. It visits only cycles in which some block asked to be looked at, and evaluates only the blocks
// that asked: one that did something, one that waits for a known time, one that is told through a channel that something
// it looks at has changed. Everything a block sees of the others is what was true at the start of the cycle, so the order
// of evaluation within a cycle cannot matter.
#pragma once

#include "models/core/units.hpp"

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <systemc>
#include <vector>

namespace fracbit::sim {

/// How cycles are visited. No choice changes a result.
struct Visits {
    bool skip_idle = true; ///< false: every block is evaluated in every cycle
    bool reversed = false; ///< blocks of a cycle are evaluated last to first
};

class TickClock : public sc_core::sc_module {
public:
    /// `before_tick` runs at each visited cycle before any block; false ends the simulation.
    TickClock(const sc_core::sc_module_name& name, Visits visits, std::function<bool(Cycles)> before_tick);

    /// A block's place on the clock: its number and the event that evaluates it.
    std::size_t add_client();
    [[nodiscard]] const sc_core::sc_event& tick_of(std::size_t client) const { return *ticks_[client]; }

    [[nodiscard]] Cycles now() const { return now_; }
    /// Evaluates `client` in cycle `at`: later than now, or now before the blocks have run. Requests are never lost.
    void request(std::size_t client, Cycles at) {
        if (at == now_ + Cycles(1))
            soon_ |= bit(client);
        else
            request_later(client, at);
    }
    /// Every block says when it has been evaluated: after the last one the clock knows the next cycle to visit.
    void evaluated() {
        if (--running_ == 0) schedule_next();
    }
    /// Runs until `before_tick` says stop or nothing is left to do. Rethrows what a process threw.
    void run();
    /// Keeps an exception of a process for `run` to rethrow with its type.
    void fail(std::exception_ptr error);

    SC_HAS_PROCESS(TickClock);

private:
    struct Request {
        Cycles at;
        std::size_t client;
        friend bool operator>(const Request& a, const Request& b) { return a.at > b.at; }
    };
    static constexpr std::uint64_t bit(std::size_t client) { return std::uint64_t{1} << client; }
    void wake();
    void notify(std::uint64_t due);
    void request_later(std::size_t client, Cycles at);
    [[nodiscard]] std::uint64_t take_due();
    void schedule_next();

    Visits visits_;
    std::function<bool(Cycles)> before_tick_;
    sc_core::sc_time cycle_;
    sc_core::sc_event wake_;
    std::vector<std::unique_ptr<sc_core::sc_event>> ticks_;
    std::uint64_t soon_ = 0;      ///< clients that asked for the next cycle, one bit each
    std::vector<Request> later_;  ///< min-heap of the other requests
    int running_ = 0;             ///< blocks still to be evaluated in this cycle
    Cycles now_{0}, next_{0};
    std::exception_ptr error_;
};

/// Who is to be evaluated when a channel changes. Channels are bound to their blocks when the machine is built.
class Observers {
public:
    void add(TickClock& clock, std::size_t client) { entries_.push_back({&clock, client}); }
    void wake_at(Cycles at) const {
        for (const Entry& entry : entries_) entry.clock->request(entry.client, at);
    }

private:
    struct Entry {
        TickClock* clock;
        std::size_t client;
    };
    std::vector<Entry> entries_;
};

} // namespace fracbit::sim
