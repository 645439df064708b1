// A trained layer's weights as the arithmetic wants them.
#pragma once

#include "models/model/model.hpp"

#include <optional>
#include <vector>

namespace fracbit::models {

/// Decoded codes of each plane, [out_channels][reduction] in C order; empty for float weights and layers without
/// weights. Codes of pruned weights are what decoding happens to give: `kept_mask` tells which count. Shift weights
/// have one plane, [out_channels][reduction][bit].
std::vector<BitVector> decoded_planes(const Layer& layer, const ModelLayer& weights);

/// Scales [q][out_channels] of binary codes; empty for other weights.
const std::vector<std::vector<float>>& scales_of(const ModelLayer& weights);

/// One bit a weight in C order, 1 is kept; nothing for weights that are not sparse.
std::optional<BitVector> kept_mask(const Layer& layer, const ModelLayer& weights);

/// Real weights in C order, whatever form they are kept in; pruned ones are 0.
std::vector<float> real_weights(const Layer& layer, const ModelLayer& weights);

/// sum_i alpha[i][c] * code_i for kept weights, +0 for the others: what sparse weights mean. Codes and mask in C order.
/// Throws ConfigError where `reconstruct` does (models/xor/binary_code.hpp), or if the mask has not one bit a weight.
std::vector<float> pruned_weights(const std::vector<BitVector>& codes, const std::vector<std::vector<float>>& alpha,
                                  const BitVector& kept);

} // namespace fracbit::models
