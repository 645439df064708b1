// The vector unit: pooling, residual adds, softmax, norms and table look-ups, `lanes` elements a cycle.
//
// Timing. Works position by position; each piece of up to `lanes` outputs takes as many cycles as the window has taps (one
// for element-wise kinds). Softmax first scans the vector twice, a norm once. A piece begins when the step's activations
// (and residual) are in the buffer and the output FIFO has room, and is pushed in its last cycle.
#pragma once

#include "sim/channels/cycle_fifo.hpp"
#include "sim/channels/links.hpp"
#include "sim/channels/words.hpp"
#include "sim/compute/vector_functions.hpp"
#include "sim/kernel/block.hpp"

namespace fracbit::sim {

class VectorUnit final : public Block {
public:
    sc_core::sc_port<FifoOutIf<OutputVector>> outputs;

    VectorUnit(const sc_core::sc_module_name& name, const models::VectorUnitConfig& config, TickClock& clock,
               ActivationStore& activations);

    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return step_ == run().schedule.order.steps() || run().schedule.on_array(); }

private:
    void reset() override;
    BlockState step(Cycles now) override;
    void finish_piece(Cycles now);

    models::VectorUnitConfig config_;
    ActivationStore& activations_;
    std::int64_t step_ = 0, position_ = 0, done_channels_ = 0; ///< next piece
    std::vector<std::uint8_t> values_;                          ///< of the position in work
    Cycles push_at_{-1};
};

} // namespace fracbit::sim
