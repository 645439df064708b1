// Batch normalisation (Ioffe and Szegedy, arXiv 1502.03167) that is folded into the layer before it when the model is
// written.
#pragma once

#include "models/network/batch_norm.hpp"
#include "training/layers/parameter.hpp"

#include <vector>

namespace fracbit::training {

class TrainableBatchNorm {
public:
    /// Outputs start with mean `beta` and deviation 1.
    TrainableBatchNorm(std::int64_t channels, at::Device device, double beta = 0);
    /// While training: normalises with the batch's own mean and variance, and follows them slowly.
    [[nodiscard]] at::Tensor apply(const at::Tensor& input);
    [[nodiscard]] std::vector<Parameter> parameters(const std::string& prefix) const;
    /// Running mean and variance: not trained, but part of a checkpoint.
    [[nodiscard]] std::vector<Parameter> statistics(const std::string& prefix) const;
    [[nodiscard]] models::BatchNorm values() const;

private:
    at::Tensor gamma_, beta_, mean_, variance_;
};

} // namespace fracbit::training
