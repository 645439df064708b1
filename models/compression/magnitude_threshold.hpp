// The magnitude at which a layer is cut to keep exactly so many weights, found without sorting or holding them.
#pragma once

#include "models/compression/weight_source.hpp"
#include "models/gf2/bit_vector.hpp"

#include <cstdint>
#include <functional>
#include <span>

namespace fracbit::models {

/// Keeps weights above `magnitude`, and of those equal to it the first `ties`.
struct MagnitudeThreshold {
    float magnitude = 0;
    std::int64_t ties = 0;
};

/// Reads the weights twice, in parts of `part_rows` rows, into histograms of 2^16 bins: first of the upper half of
/// their bits, then of the lower half of those in the bin that is cut. `visit`, if any, is called after each part with
/// the rows read of 2 * source.rows(). Throws ConfigError if the sparsity is not in [0, 1] or a weight is not finite.
MagnitudeThreshold find_threshold(const WeightSource& source, double sparsity, std::int64_t part_rows,
                                  const std::function<void(std::int64_t rows)>& visit = {});

/// The mask of weights that come next in C order; takes from `threshold.ties` those that it keeps. Applied to all
/// weights it is prune_magnitude (models/pruning/magnitude_pruning.hpp).
BitVector apply_threshold(std::span<const float> weights, MagnitudeThreshold& threshold);

} // namespace fracbit::models
