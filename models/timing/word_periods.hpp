// After how many words the boundaries that decide a layer's timing come together again (docs/timing.md, "Periods").
#pragma once

#include "models/timing/layer_work.hpp"

#include <cstdint>

namespace fracbit::models::timing {

struct WordPeriods {
    std::int64_t bursts = 1; ///< until word, unit of the decoded-weight buffer and burst begin together
    std::int64_t inner = 1;  ///< the same in words
};

/// Of a layer on the array.
WordPeriods word_periods(const LayerWork& work);

/// Words until a row group begins together with these, and what it transfers (scales, outputs, residuals) with the same
/// places of a burst.
std::int64_t joint_period(const LayerWork& work);

} // namespace fracbit::models::timing
