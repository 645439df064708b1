// Random networks and bits for the tests of the XOR folder.
#pragma once

#include "models/core/random.hpp"
#include "models/gf2/bit_vector.hpp"
#include "models/xor/xor_network.hpp"

#include <algorithm>

namespace fracbit::models::testing {

/// Any n_in in 1..64, any n_out in n_in..1024 (small ones more often), dense or taps.
inline XorSpec random_spec(Random& random) {
    XorSpec spec;
    spec.n_in = 1 + static_cast<int>(random.below(max_n_in));
    const int most = random.below(2) == 0 ? std::min(2 * spec.n_in + 3, max_n_out) : max_n_out;
    spec.n_out = spec.n_in + static_cast<int>(random.below(static_cast<std::uint64_t>(most - spec.n_in) + 1));
    spec.taps = static_cast<int>(random.below(static_cast<std::uint64_t>(spec.n_in) + 1));
    if (random.below(3) == 0) spec.taps = 0;
    spec.seed = random.next();
    return spec;
}

inline BitVector random_bits(Random& random, std::int64_t size) {
    BitVector bits(size);
    for (std::int64_t i = 0; i < size; ++i) bits.set(i, random.below(2) == 1);
    return bits;
}

} // namespace fracbit::models::testing
