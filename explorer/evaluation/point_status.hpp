// What became of a design point.
#pragma once

namespace fracbit::explorer {

/// Why a point does not count. Looked at in the order of docs/metrics.md, "Which reason counts".
enum class PointStatus {
    feasible,
    excluded,    ///< a condition of the space
    invalid,     ///< the machine cannot be built, or a layer does not fit it
    no_accuracy, ///< a network's accuracy is asked for and no table knows it
    constrained  ///< a constraint does not hold
};
inline constexpr int point_status_count = 5;
const char* to_string(PointStatus status);

} // namespace fracbit::explorer
