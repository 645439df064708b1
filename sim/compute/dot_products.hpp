// The array's arithmetic for one vector, one row at a time. docs/arithmetic.md says what the sums are.
#pragma once

#include "models/config/architecture.hpp"
#include "sim/channels/links.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::sim {

/// sums[r] += sum over k of weight[r][k] * activation[k]; `activations` is padded with zeros to the tile's stride.
void add_products(const Tile& tile, const std::int16_t* activations, std::int32_t* sums);

/// XNOR and popcount on bit planes: the tile's signs as packed words, M activation planes as packed words.
class BitPlanes {
public:
    BitPlanes(const Tile& tile, int activation_bits);
    /// sums[r] += sum over planes m of 2^m * (2 popcount(v & w & a_m) - popcount(v & a_m)), v: weights that are not pruned.
    void add_products(const std::int16_t* activations, std::int32_t* sums);

private:
    std::int64_t rows_, columns_, words_;
    int activation_bits_;
    std::vector<std::uint64_t> signs_, valid_; ///< [row][word]
    std::vector<std::uint64_t> planes_; ///< [plane][word]
};

} // namespace fracbit::sim
