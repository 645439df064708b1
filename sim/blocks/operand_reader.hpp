// The operand reader: loads the scales (multipliers and offsets) of the next row group beside those in use.
//
// Timing. As the activation reader: one burst a cycle, usable from the next cycle. Room for two row groups; the scaler
// gives a group's room back when it has drained the group's last position.
#pragma once

#include "sim/channels/links.hpp"
#include "sim/kernel/block.hpp"

namespace fracbit::sim {

class OperandReader final : public Block {
public:
    OperandReader(const sc_core::sc_module_name& name, int rows, TickClock& clock, ScaleStore& store);

    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return bytes_loaded_ == bytes_owed_; }

private:
    void reset() override;
    BlockState step(Cycles now) override;

    int rows_;
    ScaleStore& store_;
    std::int64_t bytes_owed_ = 0, bytes_loaded_ = 0;
};

} // namespace fracbit::sim
