#include "models/inference/integer_dots.hpp"

#include "models/core/fastest_copy.hpp"

namespace fracbit::models {
namespace {

/// 4 rows x P positions: each loaded vector serves several products. A plain loop, in a form that both compilers turn
/// into multiply-add instructions.
template <int P>
[[gnu::always_inline]] inline void dot_block(const IntegerDots& dots, std::int64_t row, std::int64_t p) {
    const std::int64_t length = dots.length;
    const std::int16_t* w0 = dots.weights + row * length;
    const std::int16_t* w1 = w0 + length;
    const std::int16_t* w2 = w1 + length;
    const std::int16_t* w3 = w2 + length;
    const std::int16_t* a0 = dots.activations + p * length;
    const std::int16_t* a1 = P == 2 ? a0 + length : a0;
    std::int32_t s00 = 0, s10 = 0, s20 = 0, s30 = 0, s01 = 0, s11 = 0, s21 = 0, s31 = 0;
    for (std::int64_t k = 0; k < length; ++k) {
        s00 += w0[k] * a0[k];
        s10 += w1[k] * a0[k];
        s20 += w2[k] * a0[k];
        s30 += w3[k] * a0[k];
        if constexpr (P == 2) {
            s01 += w0[k] * a1[k];
            s11 += w1[k] * a1[k];
            s21 += w2[k] * a1[k];
            s31 += w3[k] * a1[k];
        }
    }
    std::int32_t* sums = dots.sums + row * dots.positions + p;
    const std::int64_t stride = dots.positions;
    sums[0] = s00;
    sums[stride] = s10;
    sums[2 * stride] = s20;
    sums[3 * stride] = s30;
    if constexpr (P == 2) {
        sums[1] = s01;
        sums[stride + 1] = s11;
        sums[2 * stride + 1] = s21;
        sums[3 * stride + 1] = s31;
    }
}

struct AllDots {
    [[gnu::always_inline]] static void run(const IntegerDots& dots) {
        for (std::int64_t row = 0; row < dots.rows; row += dot_row_block) {
            std::int64_t p = 0;
            for (; p + 2 <= dots.positions; p += 2) dot_block<2>(dots, row, p);
            if (p < dots.positions) dot_block<1>(dots, row, p);
        }
    }
};

} // namespace

void integer_dots(const IntegerDots& dots) { FastestCopy<AllDots, const IntegerDots&>::run(dots); }

} // namespace fracbit::models
