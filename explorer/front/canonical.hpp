// Equal numbers get equal bits, so that what is compared, stored and printed does not depend on how a number came
// about.
#pragma once

#include <cmath>
#include <limits>

namespace fracbit::explorer {

/// -0 becomes 0, every NaN the same one.
inline double canonical(double value) {
    return std::isnan(value) ? std::numeric_limits<double>::quiet_NaN() : value + 0.0;
}

} // namespace fracbit::explorer
