// How large each layer's outputs get, measured on images in float: what 8-bit scales are chosen from.
#pragma once

#include "models/model/model.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

struct ValueRange {
    float low = 0;
    float high = 0;
};

struct CalibrationRanges {
    ValueRange input{0, 1};          ///< images: pixel / 255
    std::vector<ValueRange> outputs; ///< one per layer
};

struct CalibrationOptions {
    /// Share of a layer's output values, in percent, that its range covers at each end; 100 covers all. Below 100 the
    /// ends are edges of 4,096 equal bins between the smallest and the largest value. Allowed: 50 to 100.
    double percentile = 100;
};

/// What infer takes unless it is told otherwise, and simulate always: a few large values would make all steps coarse.
inline constexpr double usual_percentile = 99.99;

/// Runs `pixels` (whole images) through the float path on all cores; the result does not depend on their number.
/// Throws ConfigError if there is no image, or the percentile is outside its range.
CalibrationRanges calibrate(const Model& model, std::span<const std::uint8_t> pixels,
                            const CalibrationOptions& options = {});

} // namespace fracbit::models
