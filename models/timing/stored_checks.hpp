// Whether the stored streams of pruned weights have the sizes that their layer dictates, so that they can be walked.
#pragma once

#include "models/timing/layer_work.hpp"

#include <vector>

namespace fracbit::models::timing {

/// Format `sparse`: seeds, patches and mask. Throws ConfigError naming the layer.
void check_sparse_streams(const LayerWork& work);
/// Format `csr`: entries and counts.
void check_csr_streams(const LayerWork& work);

/// Whether a row group is the first of its band of a low-rank mask, by row group.
std::vector<bool> band_begins(const LayerWork& work);

} // namespace fracbit::models::timing
