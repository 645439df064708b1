// The layers of a network on tensors [image][channel][row][column], whatever their weights are.
#pragma once

#include "models/network/network.hpp"
#include "training/layers/torch.hpp"

#include <functional>

namespace fracbit::training {

/// A convolution or linear layer without residual and ReLU: bias and batch norm, if any, are inside.
using ArrayLayer = std::function<at::Tensor(std::size_t layer, const at::Tensor& input)>;

/// Throws ConfigError that names the layers of kinds that training does not know: attention, softmax (the loss has
/// one), norms, lookup; layers that run several times (repeat, refetches); independent layers; a last layer that
/// applies ReLU.
void check_trainable(const models::Network& network);

/// What comes last in every layer: ReLU, where the layer has one, or what takes its place.
using Activate = std::function<at::Tensor(std::size_t layer, const at::Tensor& value)>;

/// The last layer's output, [image][class]. Residual, then `activate`, are applied behind `run`.
at::Tensor walk(const models::Network& network, const at::Tensor& images, const ArrayLayer& run,
                const Activate& activate);

/// W * input + bias; `bias` may be undefined.
at::Tensor apply_weights(const models::Layer& layer, const at::Tensor& input, const at::Tensor& weight,
                         const at::Tensor& bias);

} // namespace fracbit::training
