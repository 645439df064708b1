// The contract of everything that records a run. Implementations stream to disk in bounded memory.
#pragma once

#include "traces/events.hpp"

#include <string>
#include <vector>

namespace fracbit::traces {

/// Known before the first event.
struct TraceHeader {
    std::string network;
    std::string architecture;
    double clock_mhz = 0;
    std::int64_t burst_bytes = 0;
    std::vector<std::string> layers;
    std::vector<std::string> queues; ///< FIFOs and buffers whose levels are reported
};

class TraceSink {
public:
    virtual ~TraceSink() = default;
    virtual void start(const TraceHeader& header) = 0;
    virtual void block(const BlockStretch& stretch) = 0;
    virtual void burst(const BurstEvent& event) = 0;
    virtual void level(const LevelEvent& event) = 0;
    /// The run ended well at `end`; flushes and makes the file appear under its final name. Without it (an exception on
    /// the way) the destructor removes what was written. Throws IoError on a full disk, as may every method.
    virtual void finish(Cycles end) = 0;
};

} // namespace fracbit::traces
