// The operand reader: loads the scales (multipliers and offsets) of the next row group beside those in use, and the sums
// that come back from memory (order = spill).
//
// Timing. As the activation reader: one burst a cycle, scales first if both have arrived; usable from the next cycle. Room
// for the scales of two row groups, which the scaler gives back when it has drained the group's last position, and for
// `spill_bytes` of sums, which the array gives back.
#pragma once

#include "sim/channels/links.hpp"
#include "sim/kernel/block.hpp"

namespace fracbit::sim {

class OperandReader final : public Block {
public:
    OperandReader(const sc_core::sc_module_name& name, const models::ArrayConfig& config, TickClock& clock, ScaleStore& scales, SpillStore& spill);

    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return bytes_loaded_ == bytes_owed_; }

private:
    void reset() override;
    BlockState step(Cycles now) override;

    BlockState accept(ReadLink& link, StampedCount& loaded, Cycles now);

    models::ArrayConfig config_;
    ScaleStore& scales_;
    SpillStore& spill_;
    std::int64_t bytes_owed_ = 0, bytes_loaded_ = 0;
};

} // namespace fracbit::sim
