// The inner loop of the integer path: many dot products of 16-bit numbers. Compiled with full optimisation in every
// build type, and once more for AVX2, chosen when the program runs. The results do not depend on that choice.
#pragma once

#include <cstdint>

namespace fracbit::models {

/// Rows are padded with zeros to a multiple of this length, and their number to a multiple of `dot_row_block`.
inline constexpr std::int64_t dot_length_block = 16;
inline constexpr std::int64_t dot_row_block = 4;

/// sums[row * positions + p] = sum_k weights[row * length + k] * activations[p * length + k].
struct IntegerDots {
    const std::int16_t* weights;
    std::int64_t rows;
    const std::int16_t* activations;
    std::int64_t positions;
    std::int64_t length;
    std::int32_t* sums;
};

void integer_dots(const IntegerDots& dots);

} // namespace fracbit::models
