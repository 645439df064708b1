// Which parts of the input and residual tensors each step loads, and when their space is free again.
#pragma once

#include "models/schedule/layer_schedule.hpp"

#include <vector>

namespace fracbit::models {

/// What one step adds to the memory channel's list, in whole bytes.
struct StepTransfers {
    std::vector<StreamSegment> activations;
    std::vector<StreamSegment> residual;
    std::vector<StreamSegment> outputs;
};

/// Chooses chunk size and input mode, fills `order.chunks`, `input_resident` and `needs` of the schedule. The chunk starts
/// at what the accumulators hold and is halved until input (whole, or the widest window) and two steps' residuals fit the
/// activation buffer; ConfigError if one position does not.
std::vector<StepTransfers> plan_activations(const Architecture& architecture, LayerSchedule& schedule);

/// The bytes of some channels at some positions of a tensor, in position order; neighbours are joined.
std::vector<StreamSegment> tensor_pieces(const TensorLayout& layout, const ChannelBlock& channels, const Chunk& chunk, StreamId stream,
                                         bool write);

} // namespace fracbit::models
