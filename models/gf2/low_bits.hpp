// The lowest bits of a word.
#pragma once

#include <cstdint>

namespace fracbit::models {

/// 0 .. 64 ones from bit 0 on.
constexpr std::uint64_t low_bits(int count) {
    return count == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << count) - 1;
}

} // namespace fracbit::models
