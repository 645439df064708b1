// The inner loop of the float path. Like integer_dots: full optimisation in every build type, a second copy for AVX2,
// and the same bits from both, since sums run over k in the same order and nothing is contracted.
#pragma once

#include <cstdint>

namespace fracbit::models {

inline constexpr std::int64_t float_panel = 16; // output channels that are computed side by side

/// sums[p * channels + c] = sum_k weights[panel][k][c % 16] * inputs[p * length + k], panel = c / 16; `channels` is a
/// multiple of 16. Sums of 256 terms are added up, which keeps the rounding error of long reductions small.
struct FloatDots {
    const float* weights;
    std::int64_t channels;
    const float* inputs;
    std::int64_t positions;
    std::int64_t length;
    float* sums;
};

void float_dots(const FloatDots& dots);

} // namespace fracbit::models
