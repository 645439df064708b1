// Adders counted in full and half adders, exactly (docs/cost.md, "Adders").
#pragma once

#include <cstdint>

namespace fracbit::models {

struct AdderCount {
    std::int64_t full = 0, half = 0;
    AdderCount& operator+=(const AdderCount& other) {
        full += other.full;
        half += other.half;
        return *this;
    }
    friend bool operator==(const AdderCount&, const AdderCount&) = default;
};

/// ceil(log2 n) for n >= 1.
int bits_to_count(std::int64_t n);

/// A ripple adder of two `bits`-bit numbers with a carry in; the carry out is the sum's top bit.
AdderCount ripple_adder(std::int64_t bits);

/// The sum of n signed numbers of `bits` bits as a tree of ripple adders: two of w bits make one of w + 1 bits, with a
/// full adder for each bit of the sum; an odd one passes a level. For n = 2^L: (n - 1) bits + 2 n - L - 2 full adders.
AdderCount adder_tree(std::int64_t n, std::int64_t bits);
/// Bits of that sum.
std::int64_t adder_tree_bits(std::int64_t n, std::int64_t bits);

/// The number of ones among n bits, column by column: full adders take three bits of a weight, a half adder two that
/// are left. So full + half = n - popcount(n), and the half adders are the zeros in n's binary digits; n = 2^k - 1
/// needs n - k full adders and no half adder.
AdderCount popcount(std::int64_t n);

/// An unsigned m x n array multiplier (Braun): m n ANDs, (m - 2) n full adders, n half adders; m >= 2. For 8 x 8: 48
/// and 8.
AdderCount multiplier(std::int64_t m, std::int64_t n);

} // namespace fracbit::models
