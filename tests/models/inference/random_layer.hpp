// Random array layers together with their codes in C order, made without the code under test: slices are decoded row by
// row of M, and elements are placed by walking storage in its own order.
#pragma once

#include "models/core/random.hpp"
#include "models/model/quantized.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::tests {

struct LayerCase {
    models::Layer layer;
    models::QuantizedLayer quantized;
    std::vector<std::vector<int>> codes; ///< [plane][out_channels * reduction], C order
    std::vector<std::uint8_t> input;     ///< [repeat][channel][row][column]
    std::vector<std::uint8_t> residual;  ///< empty, or shaped like the output
    int activation_bits = 8;
};

/// Sizes of the drawn layers stay small; every field of Layer and every weight format and storage order comes up.
LayerCase draw_layer_case(Random& random);

/// Fills planes (or dense weights) and `codes` for a layer whose format, order, q and shape are set.
void draw_weights(Random& random, LayerCase& drawn, int q);

/// The layer's output by the formulas of docs/arithmetic.md, one multiplication at a time.
std::vector<std::uint8_t> reference_output(const LayerCase& drawn);

} // namespace fracbit::tests
