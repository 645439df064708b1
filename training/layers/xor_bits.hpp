// Trainable bits: real encrypted weights in, weights of +-1 out, with the gradient of FleXOR (arXiv 2009.04126, section
// 3).
#pragma once

#include "training/layers/estimator.hpp"
#include "training/layers/xor_gates.hpp"

#include <memory>

namespace fracbit::training {

/// x: float32 [slices][n_in]; the first `weights` decoded bits, [weights] of +-1. Unused bits of the last slice take no
/// part. The gates are kept until the backward pass.
at::Tensor xor_bits(const at::Tensor& x, const std::shared_ptr<const XorGates>& gates, std::int64_t weights,
                    const Surrogate& surrogate);

/// Plain binary weights: the same without a network, y = sign(x), in the shape of x.
at::Tensor sign_of(const at::Tensor& x, const Surrogate& surrogate);

} // namespace fracbit::training
