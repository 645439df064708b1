// An XOR network y = M x on tensors, in the +-1 domain: +1 stands for Boolean 1, sign(0) = +1.
#pragma once

#include "models/xor/xor_decoder.hpp"
#include "models/xor/xor_network.hpp"
#include "training/layers/torch.hpp"

#include <cstdint>
#include <memory>

namespace fracbit::training {

/// Sets bit i of the result to x[i] >= 0; x contiguous float32 on the CPU.
models::BitVector sign_bits(const at::Tensor& x);

class XorGates {
public:
    explicit XorGates(std::shared_ptr<const models::XorNetwork> network, at::Device device = at::kCPU);

    [[nodiscard]] const std::shared_ptr<const models::XorNetwork>& network() const { return network_; }
    [[nodiscard]] int n_in() const { return network_->n_in(); }
    [[nodiscard]] int n_out() const { return network_->n_out(); }
    /// M, [n_out][n_in] of 0 and 1.
    [[nodiscard]] const at::Tensor& matrix() const { return matrix_; }

    /// The first `weights` of the bits that sign(x) decodes to, +1 or -1; x: [slices][n_in].
    [[nodiscard]] at::Tensor decode(const at::Tensor& x, std::int64_t weights) const;
    /// The same by a product of matrices, on any device.
    [[nodiscard]] at::Tensor decode_by_product(const at::Tensor& x, std::int64_t weights) const;
    /// (-1)^(n-1) prod_j t_j over the taps of each row; t: [slices][n_in]; differentiable; [slices][n_out].
    [[nodiscard]] at::Tensor product_of_taps(const at::Tensor& t) const;

private:
    std::shared_ptr<const models::XorNetwork> network_;
    models::XorDecoder decoder_;
    at::Tensor matrix_;
    at::Tensor taps_;  ///< [most taps of a row][n_out]: columns of M; n_in stands for "no tap"
    at::Tensor signs_; ///< [n_out]: (-1)^(n-1)
};

} // namespace fracbit::training
