// What the vector unit computes (docs/arithmetic.md, "Vector unit"), one function a family of kinds. `input` and the
// result are rows of [channel][row][column]; the fields of `quantized` have been checked.
#pragma once

#include "models/model/quantized.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

using Activations = std::vector<std::uint8_t>;

/// max_pool, average_pool, global_average_pool.
Activations run_pooling(const Layer& layer, const QuantizedLayer& quantized, std::span<const std::uint8_t> input);

/// add, lookup. `residual` is the second operand of an add, shaped like the input.
Activations run_elementwise(const Layer& layer, const QuantizedLayer& quantized, std::span<const std::uint8_t> input,
                            std::span<const std::uint8_t> residual);

/// softmax, layer_norm, rms_norm.
Activations run_normalization(const Layer& layer, const QuantizedLayer& quantized, std::span<const std::uint8_t> input);

/// Floor of the square root, exact for every 64-bit number.
std::uint64_t integer_square_root(std::uint64_t value);

} // namespace fracbit::models
