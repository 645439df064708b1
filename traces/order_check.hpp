// Holds the machine to the contract of events.hpp, so that every sink may rely on it. One instance per sink.
#pragma once

#include "traces/trace_sink.hpp"

#include <array>
#include <vector>

namespace fracbit::traces {

class OrderCheck {
public:
    explicit OrderCheck(const TraceHeader& header);

    /// Each throws SimulationError naming the block, stream or queue: a gap or overlap between a block's stretches,
    /// bursts out of order, a level that goes back in time, an index that the header does not have (layer -1: none).
    void block(const BlockStretch& stretch);
    void burst(const BurstEvent& event);
    void level(const LevelEvent& event);
    /// Nothing may lie beyond `end`.
    void finish(Cycles end) const;

    [[nodiscard]] Cycles end_of(models::BlockId block) const { return ends_[static_cast<std::size_t>(block)]; }

private:
    void layer(int index, const char* who) const;
    int layers_;
    std::vector<std::string> queues_;
    std::array<Cycles, models::block_count> ends_{};
    Cycles last_issue_, last_start_, last_finish_;
    std::vector<Cycles> level_cycles_;
};

} // namespace fracbit::traces
