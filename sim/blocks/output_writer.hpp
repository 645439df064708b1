// The output writer: collects output vectors until they are bursts for the memory channel, or puts them into the
// activation buffer when the layer's output stays on chip.
//
// Timing. Takes one vector a cycle if its bytes fit beside those that wait; memory can issue them from the next cycle.
#pragma once

#include "sim/channels/cycle_fifo.hpp"
#include "sim/channels/links.hpp"
#include "sim/channels/words.hpp"
#include "sim/kernel/block.hpp"

#include <optional>

namespace fracbit::sim {

class OutputWriter final : public Block {
public:
    sc_core::sc_port<FifoInIf<OutputVector>> outputs;

    OutputWriter(const sc_core::sc_module_name& name, const models::OutputConfig& config, TickClock& clock, WriteLink& link);

    /// The cycle after the last vector was taken; absent until then.
    [[nodiscard]] std::optional<Cycles> done_at() const;
    [[nodiscard]] std::string waiting_for() const override;
    [[nodiscard]] bool finished() const override { return bytes_taken_ == bytes_owed_; }

private:
    void reset() override;
    BlockState step(Cycles now) override;
    void store(const OutputVector& vector);

    models::OutputConfig config_;
    WriteLink& link_;
    std::int64_t bytes_owed_ = 0, bytes_taken_ = 0;
    Cycles last_taken_{0};
};

} // namespace fracbit::sim
