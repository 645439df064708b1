// How gradients pass the signs and XOR gates, which have none of their own (FleXOR, arXiv 2009.04126, section 3).
#pragma once

#include "training/quantizers/steepness.hpp"

namespace fracbit::training {

/// x: a real encrypted weight, s = sign(x), S = s_tanh; y = (-1)^(n-1) prod_j s_j.
enum class Estimator {
    flexor,           ///< dy/dx_i = S (1 - tanh^2(S x_i)) (-1)^(n-1) prod_{j != i} s_j
    straight_through, ///< the same with slope 1 where |x_i| <= 1, else 0
    analog            ///< y itself is real while training, (-1)^(n-1) prod_j tanh(S x_j), with its own gradient
};

struct Surrogate {
    Estimator estimator = Estimator::flexor;
    double s_tanh = 10;
    double steepness = hard; ///< of smooth staircases
    double hardness = 0;     ///< of their values: 1 is on the grid
};

} // namespace fracbit::training
