// A sequential decoder as slow and as plain as its definition.
#pragma once

#include "models/model/stored_plane.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models::testing {

/// Elements of all runs, run after run; patches included.
BitVector decode_by_definition(const StoredPlane& plane, const std::vector<std::int64_t>& run_lengths);

/// Elements of one run that its patches flip.
std::vector<std::int64_t> patched_by_definition(const StoredPlane& plane, std::int64_t run);

} // namespace fracbit::models::testing
