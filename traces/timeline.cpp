#include "traces/timeline.hpp"

namespace fracbit::traces {
namespace {

using models::block_count;

constexpr int burst_start_lane = block_count;
constexpr int burst_finish_lane = block_count + 1;
constexpr int first_queue_lane = block_count + 2;

std::vector<std::string> lane_names(const TraceHeader& header) {
    std::vector<std::string> names;
    names.reserve(block_count + 2 + header.queues.size());
    for (int i = 0; i < block_count; ++i) names.emplace_back(models::to_string(static_cast<models::BlockId>(i)));
    names.insert(names.end(), {"burst start", "burst finish"});
    names.insert(names.end(), header.queues.begin(), header.queues.end());
    return names;
}

} // namespace

Timeline::Timeline(const std::string& path, const TraceHeader& header) : spool_(path, lane_names(header)) {
    state_.blocks.fill(BlockState::idle);
    state_.levels.assign(header.queues.size(), 0);
}

void Timeline::add(const BlockStretch& stretch) {
    spool_.push({stretch.begin.count(), static_cast<std::uint64_t>(stretch.state),
                 static_cast<std::int32_t>(stretch.block), stretch.layer});
    ends_[static_cast<std::size_t>(stretch.block)] = stretch.end;
}

void Timeline::add(const BurstEvent& event) {
    const auto tag = static_cast<std::int32_t>(event.stream) * 2 + (event.write ? 1 : 0);
    spool_.push({event.start.count(), event.address, burst_start_lane, tag});
    spool_.push({event.finish.count(), 0, burst_finish_lane, 0});
}

void Timeline::add(const LevelEvent& event) {
    spool_.push({event.cycle.count(), static_cast<std::uint64_t>(event.level), first_queue_lane + event.queue, 0});
}

void Timeline::close(Cycles end) {
    for (int i = 0; i < block_count; ++i) {
        const Cycles last = ends_[static_cast<std::size_t>(i)];
        if (last < end) spool_.push({last.count(), static_cast<std::uint64_t>(BlockState::idle), i, -1});
    }
}

std::optional<std::int64_t> Timeline::next_change() {
    TimedRecord record;
    if (!pending_ && spool_.pop(record)) pending_ = record;
    if (!pending_) return std::nullopt;
    return pending_->cycle;
}

void Timeline::advance() {
    const auto cycle = next_change();
    while (cycle && next_change() == cycle) {
        apply(*pending_);
        pending_.reset();
    }
}

void Timeline::apply(const TimedRecord& record) {
    if (record.lane < block_count) {
        state_.blocks[static_cast<std::size_t>(record.lane)] = static_cast<BlockState>(record.value);
        if (record.lane == static_cast<int>(models::BlockId::memory)) state_.layer = record.tag;
    } else if (record.lane == burst_start_lane) {
        ++state_.bursts;
        state_.address = record.value;
        state_.write = (record.tag & 1) != 0;
        state_.stream = static_cast<models::StreamId>(record.tag >> 1);
    } else if (record.lane == burst_finish_lane) {
        --state_.bursts;
    } else {
        state_.levels[static_cast<std::size_t>(record.lane - first_queue_lane)] =
            static_cast<std::int64_t>(record.value);
    }
}

} // namespace fracbit::traces
