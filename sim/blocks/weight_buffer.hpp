// The fill side of the decoded-weight buffer: a bit gearbox between decoded words and units (tiles, or planes of a row
// group).
//
// Timing. In one cycle the gearbox gives at most `fill_width` of the bits that it held at the start of the cycle, never
// across a unit's edge, and takes a whole word if the useful bits held at the start of the cycle leave room for it (room
// for two words in all). Pruned weights need their mask bits too, which come through a gearbox of their own (room for two of the
// mask decoder's words); at most `fill_width` / 2 of them go in a cycle. A unit is begun when the buffer has space for all of it, and is whole the cycle after its last bit.
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
    sc_core::sc_port<FifoInIf<WeightWord>> patched; ///< the patch unit's words, when there are patches
    sc_core::sc_port<FifoInIf<MaskWord>> masks;

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
    bool accept_mask(Cycles now);
    [[nodiscard]] bool input_present(Cycles now);
    [[nodiscard]] bool masked() const { return run().schedule.weights.slice.mask_bits > 0; }
    [[nodiscard]] bool fills() const { return !run().schedule.weights.csr; }
    [[nodiscard]] std::int64_t next_bits() const;
    [[nodiscard]] FifoInIf<WeightWord>& input();

    models::WeightPathConfig config_;
    WeightStore& store_;
    /// Bits [head, tail) wait.
    struct Gearbox {
        models::BitVector bits;
        std::int64_t head = 0, tail = 0;
        void reset(std::int64_t capacity);
        [[nodiscard]] std::int64_t held() const { return tail - head; }
        void take(const models::BitVector& source, std::int64_t from, std::int64_t count);
        void give(models::BitVector& target, std::int64_t to, std::int64_t count);
    };
    Gearbox gear_, mask_gear_;
    std::size_t unit_ = 0;                          ///< being filled, or next
    std::int64_t unit_filled_ = -1;                 ///< decoded bits of it; -1: no space yet
    std::int64_t held_before_ = 0, mask_before_ = 0; ///< bits held at the start of the cycle
    std::int64_t run_useful_ = 0;                   ///< useful bits of the current run that were taken
    std::int64_t bits_filled_ = 0;
};

} // namespace fracbit::sim
