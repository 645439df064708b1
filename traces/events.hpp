// What the machine tells a trace sink while it runs. Sinks see events in time order per method; each stretch once.
#pragma once

#include "models/core/units.hpp"
#include "models/results/simulation_result.hpp"

#include <cstdint>
#include <string>

namespace fracbit::traces {

enum class BlockState : std::uint8_t { busy, stall_in, stall_out, idle };
const char* to_string(BlockState state);

/// `block` was in `state` during cycles [begin, end). Stretches of one block do not overlap and leave no gap.
struct BlockStretch {
    models::BlockId block;
    BlockState state;
    Cycles begin, end;
    int layer; ///< index into the layer names given at start
};

/// One burst on the memory channel. Times are whole cycles: the burst occupied the data pins from `start` (rounded
/// down) to `finish` (rounded up).
struct BurstEvent {
    Cycles issue, start, finish;
    std::uint64_t address; ///< burst-aligned
    std::int32_t bytes;    ///< of the whole burst
    std::int32_t payload;  ///< bytes somebody asked for
    bool write;
    models::StreamId stream;
    int layer;
};

/// Fill level of a FIFO or buffer from `cycle` on, until the next level of the same queue.
struct LevelEvent {
    int queue; ///< index into the queue names given at start
    Cycles cycle;
    std::int64_t level;
};

} // namespace fracbit::traces
