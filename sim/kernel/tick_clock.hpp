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

class TickClock : public sc_core::sc_module {
public:
    /// `before_tick` runs at each visited cycle before any block; false ends the simulation. With `skip_idle` off every
    /// block is evaluated in every cycle.
    TickClock(const sc_core::sc_module_name& name, bool skip_idle, std::function<bool(Cycles)> before_tick);

    /// A block's place on the clock: its number and the event that evaluates it.
    std::size_t add_client();
    [[nodiscard]] const sc_core::sc_event& tick_of(std::size_t client) const { return clients_[client]->tick; }

    [[nodiscard]] Cycles now() const { return now_; }
    /// Evaluates `client` in cycle `at`: later than now, or now before the blocks have run. Requests are never lost.
    void request(std::size_t client, Cycles at);
    /// True if the run ended because no request was left: nothing could ever happen again.
    [[nodiscard]] bool stuck() const { return stuck_; }
    /// Runs until `before_tick` says stop or nothing is left to do. Rethrows what a process threw.
    void run();
    /// Keeps an exception of a process for `run` to rethrow with its type.
    void fail(std::exception_ptr error);

    SC_HAS_PROCESS(TickClock);

private:
    struct Client {
        sc_core::sc_event tick;
        bool soon = false;               ///< asked for the cycle after the one visited last
        std::vector<std::int64_t> later; ///< min-heap of other requests
    };
    void wake();
    bool take_due(Client& client);
    void schedule(Cycles at);

    static constexpr Cycles never_{INT64_MAX};
    bool skip_idle_;
    std::function<bool(Cycles)> before_tick_;
    sc_core::sc_time cycle_;
    sc_core::sc_event wake_;
    std::vector<std::unique_ptr<Client>> clients_;
    Cycles now_{0}, next_ = never_;
    bool stuck_ = false;
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
