// The fewest patches that one run can have, found in two other ways than the encoder's.
#pragma once

#include "tests/models/sequential/sequential_case.hpp"

#include <cstdint>

namespace fracbit::models::testing {

/// Tries all seeds; for (registers + slices) * n_in up to about 16.
std::int64_t fewest_by_trying_all(const SequentialCase& one_run);

/// Dynamic programming over the 2^(n_in * registers) register states (arXiv 2105.01869).
std::int64_t fewest_by_dynamic_programming(const SequentialCase& one_run);

} // namespace fracbit::models::testing
