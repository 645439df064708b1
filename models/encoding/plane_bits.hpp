// What an encoded plane costs in memory.
#pragma once

#include "models/model/stored_plane.hpp"

#include <cstdint>

namespace fracbit::models {

struct PlaneBits {
    std::int64_t seeds = 0;     ///< or the codes themselves, where there is no network
    std::int64_t counts = 0;    ///< counted: with the widths of the counts
    std::int64_t locations = 0; ///< or gaps
    std::int64_t offsets = 0;   ///< 32 bits for each run and stream of variable length: counts, locations
    [[nodiscard]] std::int64_t total() const { return seeds + counts + locations + offsets; }
    /// 0 for no weights.
    [[nodiscard]] double per_weight(std::int64_t weights) const {
        return weights == 0 ? 0.0 : static_cast<double>(total()) / static_cast<double>(weights);
    }
    friend bool operator==(const PlaneBits&, const PlaneBits&) = default;
};

/// Offsets of a run's part in each stream whose length depends on the patches.
constexpr std::int64_t offset_bits(PatchFormat format, std::int64_t runs) {
    const int streams = format == PatchFormat::counted ? 2 : format == PatchFormat::gaps ? 1 : 0;
    return streams * runs * patch_offset_bits;
}

inline PlaneBits stored_bits(const StoredPlane& plane) {
    const auto runs = static_cast<std::int64_t>(plane.patches.runs.size()) - 1;
    return {plane.bits.size(), plane.patches.counts.size(), plane.patches.locations.size(),
            plane.patches.format == PatchFormat::none ? 0 : offset_bits(plane.patches.format, runs)};
}

} // namespace fracbit::models
