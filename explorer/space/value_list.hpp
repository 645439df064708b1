// Step two of reading a space: lists and ranges as values.
#pragma once

#include "explorer/space/problems.hpp"
#include "explorer/space/space_file.hpp"

#include <vector>

namespace fracbit::explorer {

/// Values of one parameter.
inline constexpr int most_values = 100'000;

/// All values in their order; ranges are exact, their end is included if it is met. Adds a problem for empty lists,
/// values that are not allowed or come twice, ranges that lead nowhere. `distinct`: equal values are a problem.
std::vector<models::KeyValue> values_of(const FileParameter& parameter, bool distinct, Problems& problems);

} // namespace fracbit::explorer
