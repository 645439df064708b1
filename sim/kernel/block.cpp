#include "sim/kernel/block.hpp"

namespace fracbit::sim {

Block::Block(const sc_core::sc_module_name& name, models::BlockId id, TickClock& clock)
    : sc_module(name), id_(id), clock_(clock), client_(clock.add_client()) {
    SC_METHOD(on_tick);
    sensitive << clock.tick_of(client_);
    dont_initialize();
}

void Block::open_layer(const LayerRun& run, Cycles now) {
    run_ = &run;
    cycles_ = {};
    state_ = BlockState::idle;
    since_ = stretch_begin_ = now;
    reset();
    wake_at(now);
}

models::BlockCycles Block::close_layer(Cycles now) {
    enter(state_, now);
    close_stretch(now);
    return cycles_;
}

void Block::on_tick() {
    try {
        const Cycles now = clock_.now();
        enter(step(now), now);
    } catch (...) {
        clock_.fail(std::current_exception());
    }
}

void Block::enter(BlockState state, Cycles now) {
    const Cycles span = now - since_;
    switch (state_) {
    case BlockState::busy: cycles_.busy += span; break;
    case BlockState::stall_in: cycles_.stall_in += span; break;
    case BlockState::stall_out: cycles_.stall_out += span; break;
    case BlockState::idle: cycles_.idle += span; break;
    }
    since_ = now;
    if (state == state_) return;
    close_stretch(now);
    state_ = state;
}

void Block::close_stretch(Cycles now) {
    if (listener_ && stretch_begin_ < now) listener_({id_, state_, stretch_begin_, now, run_->index});
    stretch_begin_ = now;
}

} // namespace fracbit::sim
