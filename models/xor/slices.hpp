// How many slices and stored bits a plane of weights takes (design section 2, "XOR network"): weights are cut into
// slices of n_out bits, the last one may be ragged, and each slice is stored as n_in bits.
#pragma once

#include "models/core/units.hpp"

#include <cstdint>

namespace fracbit::models {

constexpr std::int64_t slice_count(std::int64_t weights, int n_out) { return ceil_div(weights, n_out); }

constexpr std::int64_t encrypted_bits(std::int64_t weights, int n_in, int n_out) {
    return slice_count(weights, n_out) * n_in;
}

} // namespace fracbit::models
