// What holds at every cycle, replayed in time order from events that were reported in any order the contract allows.
#pragma once

#include "traces/event_spool.hpp"
#include "traces/trace_sink.hpp"

#include <array>
#include <optional>
#include <vector>

namespace fracbit::traces {

struct MachineState {
    std::array<BlockState, models::block_count> blocks{}; ///< idle where nothing was reported
    std::vector<std::int64_t> levels;                     ///< one per queue, 0 until the first report
    int layer = -1;                                       ///< the memory channel's; -1: none
    std::int64_t bursts = 0;                              ///< on the data pins; > 1 where cycles are shared
    std::uint64_t address = 0;                            ///< of the burst that started last
    bool write = false;
    models::StreamId stream{};
};

class Timeline {
public:
    /// `path`: the trace, for the scratch file.
    Timeline(const std::string& path, const TraceHeader& header);

    void add(const BlockStretch& stretch);
    void add(const BurstEvent& event);
    void add(const LevelEvent& event);
    /// No more events: a block that stopped reporting before `end` is idle from there on.
    void close(Cycles end);

    /// After `close`: the next cycle at which anything changes; nothing at the end.
    [[nodiscard]] std::optional<std::int64_t> next_change();
    /// Applies all changes of that cycle.
    void advance();
    [[nodiscard]] const MachineState& state() const { return state_; }

    [[nodiscard]] std::size_t buffered_bytes() const { return spool_.buffered_bytes(); }

private:
    void apply(const TimedRecord& record);
    EventSpool spool_;
    MachineState state_;
    std::array<Cycles, models::block_count> ends_{};
    std::optional<TimedRecord> pending_;
};

} // namespace fracbit::traces
