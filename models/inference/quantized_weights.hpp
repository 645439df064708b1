// A trained layer's weights in the format and storage order the machine is to run.
#pragma once

#include "models/inference/quantizer.hpp"
#include "models/inference/rescaling_choice.hpp"

namespace fracbit::models {

/// Dense, or codes: the format that the layer's weights will have. Throws nothing: whether it can be had is another
/// question.
WeightFormat format_of(const ModelLayer& weights, const QuantizeOptions& options);

/// Fills format, order, planes, mask, csr and dense of `quantized` and returns the real factors, code sums and bounds
/// of its accumulators, [q][out_channels]. Throws ConfigError naming the layer where the format cannot be had.
std::vector<std::vector<RealPlane>> quantize_weights(const Layer& layer, const ModelLayer& weights,
                                                     const QuantizeOptions& options, QuantizedLayer& quantized);

} // namespace fracbit::models
