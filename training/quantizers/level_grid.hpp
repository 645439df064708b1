// Levels that weights and activations of 1 to 3 bits can take (MINW-Net, arXiv 2003.04296), for a scale of 1.
#pragma once

#include <vector>

namespace fracbit::training {

enum class GridKind {
    xnor,            ///< uniform and symmetric: sums of binary codes 2^k (+-1), as XNOR and popcount multiply them
    xnor_activation, ///< uniform from 0 to 1, what a ReLU leaves: bit planes of weight 2^k
    shift            ///< signed powers of two, +-2^-k: a shift multiplies
};

/// Ascending; 2^bits of them: xnor (2i - n + 1) / (n - 1), xnor_activation i / (n - 1), i = 0 .. n - 1;
/// shift +-2^-k, k = 0 .. n/2 - 1. The largest is 1. Throws ConfigError for bits outside 1..3.
std::vector<double> grid_levels(GridKind kind, int bits);

/// Midpoints of neighbouring levels; a value on one belongs to the upper level, so that sign(0) = +1.
std::vector<double> grid_thresholds(const std::vector<double>& levels);

} // namespace fracbit::training
