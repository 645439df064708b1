// Puts events of many lanes (blocks, bursts, queues) into one time order in bounded memory.
//
// A stretch becomes known when it ends, so one long stretch of one block may hold back any number of events of the
// others: an order made in memory alone would grow without bound. Each lane is in time order by itself, so full
// pieces of a lane go to a scratch file beside the trace, and `pop` merges the lanes. The scratch file has no name
// (unlinked at once), so nothing is left behind whatever happens.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <queue>
#include <string>
#include <utility>
#include <vector>

namespace fracbit::traces {

struct TimedRecord {
    std::int64_t cycle = 0;
    std::uint64_t value = 0;
    std::int32_t lane = 0;
    std::int32_t tag = 0;
};

class EventSpool {
public:
    static constexpr std::size_t chunk_records = 1024;

    /// `beside`: the trace's path; the scratch file is made there when the first lane overflows.
    EventSpool(std::string beside, std::vector<std::string> lane_names);
    ~EventSpool();
    EventSpool(const EventSpool&) = delete;
    EventSpool& operator=(const EventSpool&) = delete;

    /// Throws SimulationError if time runs backwards within the lane, IoError on a full disk.
    void push(const TimedRecord& record);
    /// Next record by (cycle, lane, order of pushes); false at the end. No push after the first pop.
    bool pop(TimedRecord& record);

    [[nodiscard]] std::size_t buffered_bytes() const;

private:
    struct Lane {
        std::vector<TimedRecord> records;
        std::size_t next = 0;
        std::int64_t last_cycle = 0;
        std::int64_t first_chunk = -1, last_chunk = -1; ///< offsets in the scratch file
    };
    void spill(Lane& lane);
    void load(Lane& lane, std::int64_t chunk);
    void start_merge();
    void enqueue(std::size_t lane);
    [[noreturn]] void fail(const char* doing) const;

    using HeapEntry = std::pair<std::int64_t, std::size_t>; ///< cycle, lane
    std::string beside_;
    std::vector<std::string> lane_names_;
    std::vector<Lane> lanes_;
    std::priority_queue<HeapEntry, std::vector<HeapEntry>, std::greater<>> heap_;
    bool merging_ = false;
    int file_ = -1;
    std::int64_t file_bytes_ = 0;
};

} // namespace fracbit::traces
