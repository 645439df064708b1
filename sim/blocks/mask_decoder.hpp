// The mask decoder: from the stored mask, whatever its format, to mask bits in the order of the weights.
//
// Timing. Works step by step: a step makes the mask of up to `mask_lanes` weights, or loads up to `fill_width` bits of the
// factor that a band of a low-rank mask shares. It is begun when its stream bits are usable and, if it makes mask bits, the
// FIFO has room; takes one cycle, more where the tiles of a low-rank mask that it begins bring more than `fill_width` bits or
// a relative-index mask has more than `mask_entries` entries; and pushes in the last of them. The bits' space is free the cycle after the step was begun.
#pragma once

#include "models/schedule/mask_walk.hpp"
#include "sim/channels/cycle_fifo.hpp"
#include "sim/channels/links.hpp"
#include "sim/channels/words.hpp"
#include "sim/kernel/block.hpp"

#include <optional>

namespace fracbit::sim {

class MaskDecoder final : public Block {
public:
    sc_core::sc_port<FifoOutIf<MaskWord>> masks;

    MaskDecoder(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock, ReadLink& link);

    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return !masked() || run_index_ == run().schedule.weights.runs.size(); }

private:
    void reset() override;
    BlockState step(Cycles now) override;
    [[nodiscard]] bool masked() const { return run().schedule.weights.slice.mask_bits > 0 && !run().schedule.weights.csr; }
    void read_next();
    void finish_step(Cycles now);

    models::WeightPathConfig config_;
    ReadLink& link_;
    std::size_t run_index_ = 0;
    std::int64_t held_bits_ = 0;           ///< usable and not yet used
    std::optional<models::MaskWalk> walk_; ///< of the run
    models::MaskStep next_;
    models::BitVector kept_;               ///< what the next step makes
    bool inside_ = false;
    Cycles last_{0};                       ///< last cycle of the step
};

} // namespace fracbit::sim
