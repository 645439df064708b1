// Signed powers of two as weights (docs/arithmetic.md, "Array layers"): what the bits of shift weights mean.
#pragma once

#include "models/model/model.hpp"
#include "models/network/layer.hpp"

#include <cstdint>

namespace fracbit::models {

/// s * 2^e of element `i` of a string of `bits`-bit elements: first the sign (1 is +1), then e, lowest bit first.
int shift_code(const BitVector& string, std::int64_t i, int bits);

/// The largest |s * 2^e| that so many bits can say.
constexpr std::int64_t largest_shift_code(int bits) { return std::int64_t{1} << ((1 << (bits - 1)) - 1); }

/// The string of a layer's weights in C order, decoded if it is encrypted.
BitVector shift_string(const Layer& layer, const ShiftWeights& weights);

/// alpha[c] * s * 2^e in C order.
std::vector<float> shift_values(const Layer& layer, const ShiftWeights& weights);

} // namespace fracbit::models
