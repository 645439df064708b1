#include "models/schedule/burst_order.hpp"

#include "models/schedule/segment_lists.hpp"

#include <algorithm>

namespace fracbit::models {
namespace {

/// Units of a step, from its first on, that fit an empty weight buffer together.
std::int64_t units_that_fit(const WeightStream& stream, std::int64_t first, std::int64_t end, std::int64_t buffer_bits) {
    std::int64_t bits = 0, unit = first;
    for (; unit < end; ++unit) {
        bits += stream.units[static_cast<std::size_t>(unit)].bits;
        if (bits > buffer_bits) break;
    }
    return unit;
}

} // namespace

std::vector<StreamSegment> burst_order(const Architecture& architecture, const LayerSchedule& schedule, const QuantizedLayer& layer,
                                       const std::vector<StepTransfers>& transfers, std::uint64_t scale_address) {
    std::vector<StreamSegment> list;
    const WorkOrder& order = schedule.order;
    const WeightStream& stream = schedule.weights;
    WeightSegments weights(architecture, schedule, layer);
    weights.append_offsets(list);
    for (std::int64_t step = 0; step < order.steps(); ++step) {
        const auto s = static_cast<std::size_t>(step);
        const std::int64_t first = schedule.on_array() ? stream.first_unit_of_step[s] : 0;
        const std::int64_t end = schedule.on_array() ? stream.first_unit_of_step[s + 1] : 0;
        const std::int64_t fitting = units_that_fit(stream, first, end, architecture.weights.buffer_bytes * 8);
        if (first < end) weights.append_unit(list, first);
        append_all(list, transfers[s].activations);
        append_all(list, transfers[s].residual);
        if (order.chunk_of(step) == 0 && schedule.scale_bytes_per_row > 0) list.push_back(scales_of(schedule, step, scale_address));
        for (std::int64_t unit = first + 1; unit < fitting; ++unit) weights.append_unit(list, unit);
        if (step > 0) append_all(list, transfers[s - 1].outputs);
        for (std::int64_t unit = std::max(first + 1, fitting); unit < end; ++unit) weights.append_unit(list, unit);
    }
    append_all(list, transfers.back().outputs);
    return list;
}

BurstCursor::BurstCursor(const std::vector<StreamSegment>& segments, std::int64_t burst_bytes)
    : segments_(&segments), burst_bits_(static_cast<std::uint64_t>(burst_bytes) * 8) {
    if (!done()) cut();
}

void BurstCursor::advance() {
    done_bits_ += static_cast<std::uint64_t>(burst_.payload_bits);
    if (done_bits_ == static_cast<std::uint64_t>((*segments_)[segment_].bits)) {
        ++segment_;
        done_bits_ = 0;
    }
    if (!done()) cut();
}

void BurstCursor::cut() {
    const StreamSegment& segment = (*segments_)[segment_];
    burst_.stream = segment.stream;
    burst_.write = segment.write;
    burst_.lane = segment.lane;
    burst_.first_bit = segment.first_bit + done_bits_;
    const std::uint64_t aligned = burst_.first_bit / burst_bits_ * burst_bits_;
    burst_.address = aligned / 8;
    const std::uint64_t end = std::min(aligned + burst_bits_, segment.first_bit + static_cast<std::uint64_t>(segment.bits));
    burst_.payload_bits = static_cast<std::int64_t>(end - burst_.first_bit);
}

} // namespace fracbit::models
