#include "models/schedule/burst_order.hpp"

#include <algorithm>

namespace fracbit::models {
namespace {

/// Emits the weight runs piece by piece: up to the burst that completes a unit.
class WeightSegments {
public:
    WeightSegments(const LayerSchedule& schedule, std::int64_t burst_bytes)
        : stream_(schedule.weights), burst_bits_(static_cast<std::uint64_t>(burst_bytes) * 8),
          id_(schedule.layer.kind == LayerKind::attention ? StreamId::kv_cache : StreamId::weights) {}

    void append_unit(std::vector<StreamSegment>& list, std::int64_t unit_index) {
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

private:
    const WeightStream& stream_;
    std::uint64_t burst_bits_;
    StreamId id_;
    std::int64_t run_ = -1;
    std::uint64_t next_bit_ = 0;
};

void append_all(std::vector<StreamSegment>& list, const std::vector<StreamSegment>& more) {
    list.insert(list.end(), more.begin(), more.end());
}

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

std::vector<StreamSegment> burst_order(const Architecture& architecture, const LayerSchedule& schedule,
                                       const std::vector<StepTransfers>& transfers, std::uint64_t scale_address) {
    std::vector<StreamSegment> list;
    const WorkOrder& order = schedule.order;
    const WeightStream& stream = schedule.weights;
    WeightSegments weights(schedule, architecture.memory.burst_bytes);
    for (std::int64_t step = 0; step < order.steps(); ++step) {
        const auto s = static_cast<std::size_t>(step);
        const std::int64_t first = schedule.on_array() ? stream.first_unit_of_step[s] : 0;
        const std::int64_t end = schedule.on_array() ? stream.first_unit_of_step[s + 1] : 0;
        const std::int64_t fitting = units_that_fit(stream, first, end, architecture.weights.buffer_bytes * 8);
        if (first < end) weights.append_unit(list, first);
        append_all(list, transfers[s].activations);
        append_all(list, transfers[s].residual);
        if (order.chunk_of(step) == 0 && schedule.scale_bytes_per_row > 0) {
            const ChannelBlock& channels = order.group(step).channels;
            const std::uint64_t address = scale_address + static_cast<std::uint64_t>(channels.first * schedule.scale_bytes_per_row);
            list.push_back({StreamId::scales, false, address * 8, channels.channels * schedule.scale_bytes_per_row * 8});
        }
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
    burst_.first_bit = segment.first_bit + done_bits_;
    const std::uint64_t aligned = burst_.first_bit / burst_bits_ * burst_bits_;
    burst_.address = aligned / 8;
    const std::uint64_t end = std::min(aligned + burst_bits_, segment.first_bit + static_cast<std::uint64_t>(segment.bits));
    burst_.payload_bits = static_cast<std::int64_t>(end - burst_.first_bit);
}

} // namespace fracbit::models
