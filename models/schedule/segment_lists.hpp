// Pieces that every order of the memory channel's list is made of.
#pragma once

#include "models/schedule/layer_schedule.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// Emits the weight runs piece by piece: each time up to the burst that completes a unit.
class WeightSegments {
public:
    WeightSegments(const LayerSchedule& schedule, std::int64_t burst_bytes);
    void append_unit(std::vector<StreamSegment>& list, std::int64_t unit_index);

private:
    const WeightStream& stream_;
    std::uint64_t burst_bits_;
    StreamId id_;
    std::int64_t run_ = -1;
    std::uint64_t next_bit_ = 0;
};

void append_all(std::vector<StreamSegment>& list, const std::vector<StreamSegment>& more);

/// Scales of the row group of a step.
StreamSegment scales_of(const LayerSchedule& schedule, std::int64_t step, std::uint64_t scale_address);

} // namespace fracbit::models
