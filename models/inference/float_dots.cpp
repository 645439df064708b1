#include "models/inference/float_dots.hpp"

#include "models/core/fastest_copy.hpp"

#include <algorithm>

namespace fracbit::models {
namespace {

constexpr std::int64_t terms = 256;

/// Eight floats; two of them are a panel. Both compilers split it where registers are narrower.
using Lanes [[gnu::vector_size(32)]] = float;
/// The same as it lies in an array of floats. (memcpy would go through the stack, and `auto` drops the alignment.)
using StoredLanes [[gnu::vector_size(32), gnu::aligned(4), gnu::may_alias]] = float;

/// One panel times P positions.
template <int P>
[[gnu::always_inline]] inline void dot_block(const FloatDots& dots, std::int64_t panel, std::int64_t p) {
    const float* weights = dots.weights + panel * dots.length * float_panel;
    const float* inputs = dots.inputs + p * dots.length;
    Lanes total[P][2] = {};
    for (std::int64_t first = 0; first < dots.length; first += terms) {
        const std::int64_t last = std::min(first + terms, dots.length);
        Lanes partial[P][2] = {};
        for (std::int64_t k = first; k < last; ++k) {
            const StoredLanes* stored = reinterpret_cast<const StoredLanes*>(weights + k * float_panel);
            const Lanes w0 = stored[0], w1 = stored[1];
#pragma GCC unroll 4
            for (int i = 0; i < P; ++i) {
                const float a = inputs[i * dots.length + k];
                partial[i][0] += w0 * a;
                partial[i][1] += w1 * a;
            }
        }
        for (int i = 0; i < P; ++i) {
            total[i][0] += partial[i][0];
            total[i][1] += partial[i][1];
        }
    }
    for (int i = 0; i < P; ++i) {
        StoredLanes* sums = reinterpret_cast<StoredLanes*>(dots.sums + (p + i) * dots.channels + panel * float_panel);
        sums[0] = total[i][0];
        sums[1] = total[i][1];
    }
}

struct AllDots {
    [[gnu::always_inline]] static void run(const FloatDots& dots) {
        for (std::int64_t panel = 0; panel < dots.channels / float_panel; ++panel) {
            std::int64_t p = 0;
            for (; p + 4 <= dots.positions; p += 4) dot_block<4>(dots, panel, p);
            for (; p < dots.positions; ++p) dot_block<1>(dots, panel, p);
        }
    }
};

} // namespace

void float_dots(const FloatDots& dots) { FastestCopy<AllDots, const FloatDots&>::run(dots); }

} // namespace fracbit::models
