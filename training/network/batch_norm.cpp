#include "training/network/batch_norm.hpp"

#include "training/layers/layer_weights.hpp"

namespace fracbit::training {
namespace {

constexpr double norm_momentum = 0.1, norm_epsilon = 1e-5;

} // namespace

TrainableBatchNorm::TrainableBatchNorm(std::int64_t channels, at::Device device, double beta)
    : gamma_(trainable(at::ones({channels}), device)), beta_(trainable(at::full({channels}, beta), device)),
      mean_(at::zeros({channels}).to(device)), variance_(at::ones({channels}).to(device)) {}

at::Tensor TrainableBatchNorm::apply(const at::Tensor& input) {
    return at::batch_norm(input, gamma_, beta_, mean_, variance_, true, norm_momentum, norm_epsilon, false);
}

std::vector<Parameter> TrainableBatchNorm::parameters(const std::string& prefix) const {
    return {{prefix + ".norm.gamma", gamma_, false}, {prefix + ".norm.beta", beta_, false}};
}

std::vector<Parameter> TrainableBatchNorm::statistics(const std::string& prefix) const {
    return {{prefix + ".norm.mean", mean_, false}, {prefix + ".norm.variance", variance_, false}};
}

models::BatchNorm TrainableBatchNorm::values() const {
    return {numbers_of(gamma_), numbers_of(beta_), numbers_of(mean_), numbers_of(variance_), norm_epsilon};
}

} // namespace fracbit::training
