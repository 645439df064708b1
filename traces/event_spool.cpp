#include "traces/event_spool.hpp"

#include "models/core/error.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

namespace fracbit::traces {
namespace {

/// What a chunk in the scratch file starts with.
struct ChunkHead {
    std::int64_t next_chunk;
    std::int64_t records;
};

bool write_all(int file, const void* data, std::size_t bytes, std::int64_t offset) {
    const char* from = static_cast<const char*>(data);
    while (bytes > 0) {
        const ssize_t done = ::pwrite(file, from, bytes, offset);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        from += done;
        offset += done;
        bytes -= static_cast<std::size_t>(done);
    }
    return true;
}

bool read_all(int file, void* data, std::size_t bytes, std::int64_t offset) {
    char* to = static_cast<char*>(data);
    while (bytes > 0) {
        const ssize_t done = ::pread(file, to, bytes, offset);
        if (done < 0 && errno == EINTR) continue;
        if (done <= 0) return false;
        to += done;
        offset += done;
        bytes -= static_cast<std::size_t>(done);
    }
    return true;
}

} // namespace

EventSpool::EventSpool(std::string beside, std::vector<std::string> lane_names)
    : beside_(std::move(beside)), lane_names_(std::move(lane_names)), lanes_(lane_names_.size()) {}

EventSpool::~EventSpool() {
    if (file_ >= 0) ::close(file_);
}

void EventSpool::push(const TimedRecord& record) {
    if (merging_) throw SimulationError("a trace event came after the end of the run");
    const auto index = static_cast<std::size_t>(record.lane);
    Lane& lane = lanes_.at(index);
    if (record.cycle < lane.last_cycle)
        throw SimulationError(
            fmt::format("trace: '{}' reported cycle {} after cycle {}; each source must go forward in time",
                        lane_names_[index], record.cycle, lane.last_cycle));
    lane.last_cycle = record.cycle;
    lane.records.push_back(record);
    if (lane.records.size() == chunk_records) spill(lane);
}

bool EventSpool::pop(TimedRecord& record) {
    if (!merging_) start_merge();
    if (heap_.empty()) return false;
    const std::size_t index = heap_.top().second;
    heap_.pop();
    Lane& lane = lanes_[index];
    record = lane.records[lane.next++];
    enqueue(index);
    return true;
}

void EventSpool::start_merge() {
    merging_ = true;
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
        Lane& lane = lanes_[i];
        if (lane.first_chunk >= 0) {
            if (!lane.records.empty()) spill(lane);
            load(lane, lane.first_chunk);
        }
        enqueue(i);
    }
}

void EventSpool::enqueue(std::size_t index) {
    Lane& lane = lanes_[index];
    if (lane.next == lane.records.size() && lane.first_chunk >= 0) load(lane, lane.first_chunk);
    if (lane.next < lane.records.size()) heap_.emplace(lane.records[lane.next].cycle, index);
}

void EventSpool::spill(Lane& lane) {
    if (file_ < 0) {
        const std::string name = fmt::format("{}.spool-{}", beside_, ::getpid());
        file_ = ::open(name.c_str(), O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        if (file_ < 0 || ::unlink(name.c_str()) != 0) fail("open");
    }
    const ChunkHead head{-1, static_cast<std::int64_t>(lane.records.size())};
    const std::size_t body_bytes = lane.records.size() * sizeof(TimedRecord);
    const std::int64_t here = file_bytes_;
    if (!write_all(file_, &head, sizeof head, here) ||
        !write_all(file_, lane.records.data(), body_bytes, here + static_cast<std::int64_t>(sizeof head)))
        fail("write");
    // Chunks of a lane form a list on disk, so that memory does not grow with their number.
    if (lane.last_chunk < 0)
        lane.first_chunk = here;
    else if (!write_all(file_, &here, sizeof here, lane.last_chunk))
        fail("write");
    lane.last_chunk = here;
    file_bytes_ = here + static_cast<std::int64_t>(sizeof head + body_bytes);
    lane.records.clear();
}

void EventSpool::load(Lane& lane, std::int64_t chunk) {
    ChunkHead head{};
    if (!read_all(file_, &head, sizeof head, chunk)) fail("read");
    lane.records.resize(static_cast<std::size_t>(head.records));
    if (!read_all(file_, lane.records.data(), lane.records.size() * sizeof(TimedRecord),
                  chunk + static_cast<std::int64_t>(sizeof head)))
        fail("read");
    lane.next = 0;
    lane.first_chunk = head.next_chunk;
}

void EventSpool::fail(const char* doing) const {
    throw IoError(fmt::format("cannot {} the scratch file of '{}': {}; nothing was left behind", doing, beside_,
                              std::strerror(errno)));
}

std::size_t EventSpool::buffered_bytes() const {
    std::size_t bytes = 0;
    for (const Lane& lane : lanes_) bytes += lane.records.capacity() * sizeof(TimedRecord);
    return bytes;
}

} // namespace fracbit::traces
