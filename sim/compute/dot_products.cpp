#include "sim/compute/dot_products.hpp"

#include "models/core/fastest_copy.hpp"

#include <algorithm>
#include <bit>

namespace fracbit::sim {
namespace {

struct AllProducts {
    /// Four rows at a time: each loaded activation serves four products.
    [[gnu::always_inline]] static void run(const Tile& tile, const std::int16_t* activations, std::int32_t* sums) {
        const std::int64_t stride = tile.stride;
        std::int64_t r = 0;
        for (; r + 4 <= tile.rows; r += 4) {
            const std::int16_t* w0 = &tile.values[static_cast<std::size_t>(r * stride)];
            const std::int16_t *w1 = w0 + stride, *w2 = w1 + stride, *w3 = w2 + stride;
            std::int32_t s0 = 0, s1 = 0, s2 = 0, s3 = 0;
            for (std::int64_t k = 0; k < stride; ++k) {
                s0 += w0[k] * activations[k];
                s1 += w1[k] * activations[k];
                s2 += w2[k] * activations[k];
                s3 += w3[k] * activations[k];
            }
            sums[r] += s0;
            sums[r + 1] += s1;
            sums[r + 2] += s2;
            sums[r + 3] += s3;
        }
        for (; r < tile.rows; ++r) {
            const std::int16_t* weights = &tile.values[static_cast<std::size_t>(r * stride)];
            std::int32_t sum = 0;
            for (std::int64_t k = 0; k < stride; ++k) sum += weights[k] * activations[k];
            sums[r] += sum;
        }
    }
};

} // namespace

void add_products(const Tile& tile, const std::int16_t* activations, std::int32_t* sums) {
    FastestCopy<AllProducts, const Tile&, const std::int16_t*, std::int32_t*>::run(tile, activations, sums);
}

BitPlanes::BitPlanes(const Tile& tile, int activation_bits)
    : rows_(tile.rows), columns_(tile.columns), words_(ceil_div(tile.columns, 64)), activation_bits_(activation_bits),
      signs_(static_cast<std::size_t>(rows_ * words_)), planes_(static_cast<std::size_t>(activation_bits * words_)) {
    for (std::int64_t r = 0; r < rows_; ++r)
        for (std::int64_t k = 0; k < columns_; ++k)
            if (tile.values[static_cast<std::size_t>(r * tile.stride + k)] > 0)
                signs_[static_cast<std::size_t>(r * words_ + k / 64)] |= std::uint64_t{1} << (k % 64);
}

void BitPlanes::add_products(const std::int16_t* activations, std::int32_t* sums) {
    std::fill(planes_.begin(), planes_.end(), 0);
    for (std::int64_t k = 0; k < columns_; ++k)
        for (int m = 0; m < activation_bits_; ++m)
            planes_[static_cast<std::size_t>(m * words_ + k / 64)] |= static_cast<std::uint64_t>(activations[k] >> m & 1) << (k % 64);
    for (int m = 0; m < activation_bits_; ++m) {
        const std::uint64_t* plane = &planes_[static_cast<std::size_t>(m * words_)];
        int ones = 0;
        for (std::int64_t w = 0; w < words_; ++w) ones += std::popcount(plane[w]);
        for (std::int64_t r = 0; r < rows_; ++r) {
            int both = 0;
            for (std::int64_t w = 0; w < words_; ++w) both += std::popcount(plane[w] & signs_[static_cast<std::size_t>(r * words_ + w)]);
            sums[r] += (2 * both - ones) * (1 << m);
        }
    }
}

} // namespace fracbit::sim
