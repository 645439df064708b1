// The scaler: turns the sums of one position into 8-bit outputs, all rows at once, with one rounding.
//
// Timing. A position takes q cycles (one plane a cycle). It begins when the sums of its step, the scales of its row group
// and the step's residual are there and the output FIFO has room; the vector is pushed in the last of the q cycles. The
// accumulator bank, the residual's space and (after a row group's last chunk) the scales' room are free the cycle after.
#pragma once

#include "sim/channels/cycle_fifo.hpp"
#include "sim/channels/links.hpp"
#include "sim/channels/words.hpp"
#include "sim/kernel/block.hpp"

namespace fracbit::sim {

class Scaler final : public Block {
public:
    sc_core::sc_port<FifoOutIf<OutputVector>> outputs;

    Scaler(const sc_core::sc_module_name& name, TickClock& clock, Accumulators& accumulators, ScaleStore& scales,
           ActivationStore& activations);

    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return step_ == run().schedule.order.steps() || !run().schedule.on_array(); }

private:
    void reset() override;
    BlockState step(Cycles now) override;
    [[nodiscard]] bool operands_present(Cycles now);
    void finish_position(Cycles now);
    void rescale(OutputVector& vector);

    Accumulators& accumulators_;
    ScaleStore& scales_;
    ActivationStore& activations_;
    std::int64_t step_ = 0, position_ = 0; ///< next position of the chunk
    std::int64_t drained_ = 0;             ///< positions done
    Cycles push_at_{-1};                   ///< last cycle of the position in work; -1: none
};

} // namespace fracbit::sim
