// The runs of a stored mask, one a row group.
#pragma once

#include "models/inference/storage_order.hpp"
#include "models/model/stored_mask.hpp"

namespace fracbit::models {

/// Where a run lies in the stream.
struct MaskRun {
    std::int64_t first = 0, end = 0;
    [[nodiscard]] std::int64_t size() const { return end - first; }
};

/// Run of row group `group`.
MaskRun run_of(const StoredMask& mask, std::size_t group);

/// Throws ConfigError naming the layer unless there is a run for each row group, and the runs ascend from 0 to the end
/// of the stream.
void check_runs(const Layer& layer, const StorageMap& map, const StoredMask& mask);

/// Throws ConfigError naming layer and row group unless its run has exactly this many bits.
void check_run_size(const Layer& layer, const StoredMask& mask, std::size_t group, std::int64_t bits);

/// Puts streams behind each other and notes where each begins.
void append_runs(StoredMask& mask, const std::vector<BitVector>& streams);

} // namespace fracbit::models
