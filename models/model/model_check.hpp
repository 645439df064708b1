// Whether the parts of a model fit together.
#pragma once

#include "models/model/model.hpp"

namespace fracbit::models {

/// Throws ConfigError that lists every problem: what `validate(Network)` finds; layers without an entry; conv and
/// linear layers without weights, other layers with weights; planes, scales and biases whose sizes do not fit the
/// layer; sparse weights that do not decode; levels of activations that cannot be; numbers that are not finite; claimed
/// bits or golden results of the wrong size.
void validate(const Model& model);

/// Shape of a layer's weights: [C_out][C_in/groups][k_h][k_w] of a convolution, [out][in] else.
std::vector<std::int64_t> weight_shape(const Layer& layer);

} // namespace fracbit::models
