// Weights on a grid of 1 to 3 bits: W = alpha[c] * staircase(x), x real numbers that are trained and kept in -1 .. 1.
#pragma once

#include "training/layers/layer_weights.hpp"

namespace fracbit::training {

/// The kind is `aqe` or `straight_through`. x is drawn alike for both. A uniform grid is stored as `bits` binary codes:
/// level i is sum_j 2^j (+-1) / (2^bits - 1), the signs being the bits of i; a grid of powers of two as shift weights.
/// Throws ConfigError for bits outside 1..3.
std::unique_ptr<LayerWeights> make_grid_weights(const models::Layer& layer, const WeightSpec& spec, at::Device device,
                                                Random& random);

} // namespace fracbit::training
