// What a sparse layer takes in memory, bit by bit, and how its patches are spread.
#pragma once

#include "models/model/model.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

inline constexpr int scale_bits = 32; ///< of an alpha

/// Everything that is needed to rebuild the weights.
struct StoredSize {
    std::int64_t seeds = 0;
    std::int64_t counts = 0;    ///< of patches, with the widths of the counts
    std::int64_t locations = 0; ///< of patches, or the gaps between them
    std::int64_t mask = 0;
    std::int64_t scales = 0;  ///< alpha of every plane and output channel
    std::int64_t offsets = 0; ///< where each row group's part of a stream of variable length begins, 32 bits each
    [[nodiscard]] std::int64_t total() const { return seeds + counts + locations + mask + scales + offsets; }
    StoredSize& operator+=(const StoredSize& other);
    friend bool operator==(const StoredSize&, const StoredSize&) = default;
};

StoredSize stored_size(const SparseWeights& weights);

/// Slices of a plane by the patches that they have: element p counts those with p patches. The weights must be valid
/// (models/model/sparse_check.hpp).
std::vector<std::int64_t> patch_histogram(const Layer& layer, const SparseWeights& weights, const StoredPlane& plane);

/// Patches of a histogram.
std::int64_t count_patches(const std::vector<std::int64_t>& histogram);

} // namespace fracbit::models
