// A block of the machine: one clocked method, four cycle counters that add up to the run, a reset at each layer.
#pragma once

#include "models/results/simulation_result.hpp"
#include "sim/kernel/tick_clock.hpp"
#include "sim/layer_run.hpp"
#include "traces/events.hpp"

#include <functional>
#include <string>
#include <systemc>

namespace fracbit::sim {

using traces::BlockState;

class Block : public sc_core::sc_module {
public:
    using StretchListener = std::function<void(const traces::BlockStretch&)>;

    [[nodiscard]] models::BlockId id() const { return id_; }
    /// Makes changes of a channel wake this block.
    template <class Channel>
    void observe(Channel& channel) {
        channel.observers().add(clock_, client_);
    }
    /// The layer begins at `now`: counters at zero, nothing in flight.
    void open_layer(const LayerRun& run, Cycles now);
    /// The layer ended at `now` (exclusive).
    [[nodiscard]] models::BlockCycles close_layer(Cycles now);
    void on_stretch(StretchListener listener) { listener_ = std::move(listener); }

    /// What the block waits for, for a human: called when nothing moves any more.
    [[nodiscard]] virtual std::string waiting_for() const = 0;
    /// True once the block has done all that the layer asks of it.
    [[nodiscard]] virtual bool finished() const = 0;

    SC_HAS_PROCESS(Block);

protected:
    Block(const sc_core::sc_module_name& name, models::BlockId id, TickClock& clock);

    [[nodiscard]] const LayerRun& run() const { return *run_; }
    /// This block changed something in this cycle: it must be looked at in the next.
    void acted() { clock_.request(client_, clock_.now() + Cycles(1)); }
    void wake_at(Cycles at) { clock_.request(client_, at); }

    virtual void reset() = 0;
    /// One cycle. Returns the state in which the block is from `now` until the next tick.
    virtual BlockState step(Cycles now) = 0;

private:
    void on_tick();
    void enter(BlockState state, Cycles now);
    void close_stretch(Cycles now);

    models::BlockId id_;
    TickClock& clock_;
    std::size_t client_;
    const LayerRun* run_ = nullptr;
    BlockState state_ = BlockState::idle;
    Cycles since_{0}, stretch_begin_{0};
    models::BlockCycles cycles_;
    StretchListener listener_;
};

} // namespace fracbit::sim
