// One slice of at most 1024 elements, a bit each, in words; bits past its end are 0.
#pragma once

#include "models/gf2/bit_vector.hpp"
#include "models/xor/xor_network.hpp"

#include <array>
#include <cstdint>

namespace fracbit::models {

struct SliceWords {
    static constexpr std::size_t max_words = max_n_out / 64;
    std::array<std::uint64_t, max_words> words{};

    /// Bits [first, first + count) of a vector; 0 <= count <= max_n_out.
    void load(const BitVector& bits, std::int64_t first, int count) {
        for (int i = 0; i < count; i += 64)
            words[static_cast<std::size_t>(i) / 64] = bits.extract(first + i, count - i < 64 ? count - i : 64);
        for (auto i = static_cast<std::size_t>(count + 63) / 64; i < max_words; ++i) words[i] = 0;
    }
    [[nodiscard]] bool get(int i) const { return words[static_cast<std::size_t>(i) / 64] >> (i % 64) & 1U; }
    void flip(int i) { words[static_cast<std::size_t>(i) / 64] ^= std::uint64_t{1} << (i % 64); }
    friend bool operator==(const SliceWords&, const SliceWords&) = default;
};

} // namespace fracbit::models
