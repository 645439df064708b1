// Weights from their binary codes, in float: W = sum_i alpha[i][c] * b_i, b = +1 for a set bit and -1 for a clear one
// (design section 2, "Binary codes").
#pragma once

#include "models/gf2/bit_vector.hpp"

#include <span>
#include <vector>

namespace fracbit::models {

/// `planes`: q decoded planes of equally many weights in C order ([out][...]); `alpha`: [q][out_channels]. Sums in
/// float, plane 0 first. Throws ConfigError if the shapes do not agree or the channels do not divide the weights.
std::vector<float> reconstruct(std::span<const BitVector> planes, std::span<const std::vector<float>> alpha);

} // namespace fracbit::models
