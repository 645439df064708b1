// Which weights of a layer to keep when any may go: the largest.
#pragma once

#include "models/gf2/bit_vector.hpp"

#include <span>

namespace fracbit::models {

/// Weights that a layer of `weights` keeps at `sparsity`: (1 - sparsity) * weights, rounded half up.
std::int64_t kept_weights(std::int64_t weights, double sparsity);

/// Keeps (1) exactly kept_weights of the largest magnitude; of equals, those of lower index. Time grows with the number
/// of weights alone. Throws ConfigError if the sparsity is not in [0, 1] or a weight is not a number.
BitVector prune_magnitude(std::span<const float> weights, double sparsity);

/// Sum of |w| over kept weights, divided by the sum over all; 1 if all are zero. Throws ConfigError if the mask does
/// not have one bit a weight.
double kept_magnitude(std::span<const float> weights, const BitVector& mask);

/// Throws ConfigError unless 0 <= sparsity <= 1.
void check_sparsity(double sparsity);

/// Throws ConfigError naming the first weight that is infinite or not a number.
void check_finite(std::span<const float> weights);

} // namespace fracbit::models
