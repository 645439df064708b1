// A sample of a plane that can be encoded like a plane.
#pragma once

#include "models/encoding/plane_layout.hpp"
#include "models/gf2/bit_vector.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// Pieces at equal distances, so that no part of the plane is left out: whole runs, or whole slices of a long run. All
/// of the plane if it has no more than `sample_weights` elements.
struct PlaneSample {
    PlaneSample(const BitVector& codes, const BitVector& care, const PlaneLayout& layout, std::int64_t sample_weights);

    BitVector codes, care;
    std::vector<std::int64_t> run_lengths;
};

} // namespace fracbit::models
