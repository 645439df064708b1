// Random networks of all kinds for the tests of circuits.
#pragma once

#include "models/core/random.hpp"
#include "models/xor/xor_network.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::models::testing {

/// At most 64 -> 96 and mostly smaller; dense, taps, few different rows, low rank, rows of 0.
inline XorNetwork random_matrix(Random& random) {
    const auto below = [&](int n) { return static_cast<int>(random.below(static_cast<std::uint64_t>(n))); };
    const int n_in = 1 + (below(4) == 0 ? below(64) : below(16));
    const int n_out = n_in + below(33);
    const XorNetwork dense({n_in, n_out, below(3) == 0 ? 0 : 1 + below(std::min(n_in, 5)), random.next()});
    std::vector<std::uint64_t> rows = dense.rows();
    const int kind = below(4);
    for (auto& row : rows) {
        if (kind == 1) row = rows[static_cast<std::size_t>(below(3)) % rows.size()];
        if (kind == 2) row = rows[0] ^ (below(2) == 0 ? 0 : rows[rows.size() / 2]) ^ (below(2) == 0 ? 0 : rows.back());
        if (kind == 3 && below(3) == 0) row = 0;
    }
    return {n_in, rows};
}

/// The matrix as a reproducing case: "n_in: rows in hexadecimal".
inline std::string shown(const XorNetwork& network) {
    std::string text = fmt::format("{}:", network.n_in());
    for (const auto row : network.rows()) text += fmt::format(" {:#x}", row);
    return text;
}

} // namespace fracbit::models::testing
