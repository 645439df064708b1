#include "models/schedule/segment_lists.hpp"

#include <algorithm>

namespace fracbit::models {

WeightSegments::WeightSegments(const LayerSchedule& schedule, std::int64_t burst_bytes)
    : stream_(schedule.weights), burst_bits_(static_cast<std::uint64_t>(burst_bytes) * 8),
      id_(schedule.layer.kind == LayerKind::attention ? StreamId::kv_cache : StreamId::weights) {}

void WeightSegments::append_unit(std::vector<StreamSegment>& list, std::int64_t unit_index) {
    const WeightUnit& unit = stream_.units[static_cast<std::size_t>(unit_index)];
    const WeightRun& run = stream_.runs[static_cast<std::size_t>(unit.run)];
    if (unit.run != run_) {
        run_ = unit.run;
        next_bit_ = run.address;
    }
    const auto stored = [&](std::int64_t slices) { return run.address + static_cast<std::uint64_t>(slices * stream_.slice.stored_bits); };
    const std::uint64_t needed = (stored(unit.end_slice) + burst_bits_ - 1) / burst_bits_ * burst_bits_;
    const std::uint64_t end = std::min(needed, stored(run.slices));
    if (end <= next_bit_) return;
    list.push_back({id_, false, next_bit_, static_cast<std::int64_t>(end - next_bit_)});
    next_bit_ = end;
}

void append_all(std::vector<StreamSegment>& list, const std::vector<StreamSegment>& more) {
    list.insert(list.end(), more.begin(), more.end());
}

StreamSegment scales_of(const LayerSchedule& schedule, std::int64_t step, std::uint64_t scale_address) {
    const ChannelBlock& channels = schedule.order.group(step).channels;
    const std::uint64_t address = scale_address + static_cast<std::uint64_t>(channels.first * schedule.scale_bytes_per_row);
    return {StreamId::scales, false, address * 8, channels.channels * schedule.scale_bytes_per_row * 8};
}

} // namespace fracbit::models
