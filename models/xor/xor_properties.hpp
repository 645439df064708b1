// What a designer wants to know of an XOR network before building it.
#pragma once

#include "models/xor/xor_network.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace fracbit::models {

/// Largest n_in for which the minimum distance is enumerated (2^n_in outputs).
inline constexpr int max_n_in_of_distance = 20;

struct XorProperties {
    int rank = 0;           ///< over GF(2); n_in: no two stored slices decode alike
    int duplicate_rows = 0; ///< rows equal to an earlier row: outputs that are always equal
    int zero_rows = 0;      ///< outputs that are always 0; also counted as duplicates from the second on
    int min_row_weight = 0;
    int max_row_weight = 0;
    std::vector<int> row_weight_histogram; ///< [w]: rows with w ones, w = 0..n_in
    std::optional<int> minimum_distance;   ///< least weight of M x over x != 0; only for n_in <= max_n_in_of_distance
    int logic_levels = 0;                  ///< of two-input XOR gates: max over rows of ceil(log2 weight)
    std::int64_t naive_xor2 = 0;           ///< two-input XOR gates without sharing: sum of max(0, weight - 1)
    friend bool operator==(const XorProperties&, const XorProperties&) = default;
};

XorProperties properties(const XorNetwork& network);

/// The same `logic_levels`, without the search for the distance.
int logic_levels(const XorNetwork& network);
/// The same `naive_xor2`.
std::int64_t naive_xor2(const XorNetwork& network);

} // namespace fracbit::models
