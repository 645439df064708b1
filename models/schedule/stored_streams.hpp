// Whether the streams of pruned weights are of the sizes that a layer's row groups need. What lies inside them is
// checked word by word as it is walked (patch_words, mask_walk, csr_walk).
#pragma once

#include "models/model/quantized.hpp"
#include "models/schedule/work_order.hpp"

namespace fracbit::models {

/// Sparse and csr weights only: runs ascend inside their streams and are as many as the row groups; parts of fixed size
/// have it; widths, ranks and blocks are in range. Throws ConfigError naming the layer.
void check_stored_streams(const Layer& layer, const QuantizedLayer& weights, const WorkOrder& order);

/// The first row group of the low-rank band that holds row group `group`.
std::int64_t band_begin(const QuantizedLayer& weights, const WorkOrder& order, std::int64_t group);

} // namespace fracbit::models
