#include "sim/compute/dot_products.hpp"

#include <bit>

namespace fracbit::sim {

void add_products(const Tile& tile, const std::int16_t* activations, std::int32_t* sums) {
    for (std::int64_t r = 0; r < tile.rows; ++r) {
        const std::int16_t* weights = &tile.values[static_cast<std::size_t>(r * tile.stride)];
        std::int32_t sum = 0;
        for (std::int64_t k = 0; k < tile.stride; ++k) sum += weights[k] * activations[k];
        sums[r] += sum;
    }
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
