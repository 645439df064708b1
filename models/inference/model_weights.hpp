// A trained layer's weights as the arithmetic wants them.
#pragma once

#include "models/model/model.hpp"

#include <vector>

namespace fracbit::models {

/// Decoded codes of each plane, [out_channels][reduction] in C order; empty for float weights and layers without
/// weights.
std::vector<BitVector> decoded_planes(const Layer& layer, const ModelLayer& weights);

/// Scales [q][out_channels]; empty for float weights and layers without weights.
const std::vector<std::vector<float>>& scales_of(const ModelLayer& weights);

/// Real weights in C order, whatever form they are kept in.
std::vector<float> real_weights(const Layer& layer, const ModelLayer& weights);

} // namespace fracbit::models
