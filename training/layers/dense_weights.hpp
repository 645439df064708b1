// Weights of 8 bits, as the dense array multiplies them: the grid of format dense8 (docs/arithmetic.md).
#pragma once

#include "training/layers/layer_weights.hpp"

namespace fracbit::training {

/// alpha * round(x / alpha) for each channel (the first dimension), alpha = max |x| / 127; 0 where a channel is all
/// zero. The gradient passes straight through: no x is outside the grid, so its slope is 1 everywhere.
at::Tensor dense8(const at::Tensor& x);

/// W = dense8(x). x is drawn as float weights are. Stored are the values of W times the scale of a folded batch norm:
/// each channel's largest is 127 steps, so that quantizing them again finds the same integers.
std::unique_ptr<LayerWeights> make_dense_weights(const models::Layer& layer, at::Device device, Random& random);

} // namespace fracbit::training
