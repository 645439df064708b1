// Inputs for networks that come without images: drawn, the same for every witness (docs/arithmetic.md, "Drawn inputs").
#pragma once

#include "models/network/network.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// `size` values of `bits` bits, eight a 64-bit word of Random(seed), lowest byte first.
std::vector<std::uint8_t> draw_activations(std::uint64_t seed, std::int64_t size, int bits = 8);

/// Input of layer `i`, [repeat][channel][row][column].
std::vector<std::uint8_t> synthetic_input(const Network& network, int i, int bits = 8);

/// Second operand of layer `i` of an independent network, shaped like its output; empty unless the layer is an add.
std::vector<std::uint8_t> synthetic_residual(const Network& network, int i, int bits = 8);

} // namespace fracbit::models
