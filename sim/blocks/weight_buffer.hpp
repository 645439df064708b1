// The fill side of the decoded-weight buffer: a bit gearbox between decoded words and units (tiles, or planes of a row
// group).
//
// Timing. In one cycle the gearbox gives at most `fill_width` of the bits that it held at the start of the cycle, never
// across a unit's edge, and takes a whole word if the useful bits held at the start of the cycle leave room for it (room
// for two words in all). A unit is begun when the buffer has space for all of it, and is whole the cycle after its last bit.
#pragma once

#include "sim/channels/cycle_fifo.hpp"
#include "sim/channels/links.hpp"
#include "sim/channels/words.hpp"
#include "sim/kernel/block.hpp"

namespace fracbit::sim {

class WeightBuffer final : public Block {
public:
    sc_core::sc_port<FifoInIf<WeightWord>> decoded;
    sc_core::sc_port<FifoInIf<WeightWord>> bypass; ///< the reader's words, when the format needs no decoder

    WeightBuffer(const sc_core::sc_module_name& name, const models::WeightPathConfig& config, TickClock& clock, WeightStore& store);

    /// Bits that went into units.
    [[nodiscard]] std::int64_t bits_filled() const { return bits_filled_; }
    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override;

private:
    void reset() override;
    BlockState step(Cycles now) override;
    bool give(Cycles now);
    bool accept(Cycles now);
    [[nodiscard]] FifoInIf<WeightWord>& input();

    models::WeightPathConfig config_;
    WeightStore& store_;
    models::BitVector gear_;                        ///< bits [gear_head_, gear_tail_) wait
    std::int64_t gear_head_ = 0, gear_tail_ = 0;
    std::size_t unit_ = 0;                          ///< being filled, or next
    std::int64_t unit_filled_ = -1;                 ///< bits of it; -1: no space yet
    std::int64_t held_before_ = 0;                  ///< bits held at the start of the cycle
    std::int64_t run_useful_ = 0;                   ///< useful bits of the current run that were taken
    std::int64_t bits_filled_ = 0;
};

} // namespace fracbit::sim
