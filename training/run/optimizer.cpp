#include "training/run/optimizer.hpp"

#include <cmath>
#include <utility>

namespace fracbit::training {
namespace {

constexpr double beta1 = 0.9, beta2 = 0.999, adam_epsilon = 1e-8;

} // namespace

Optimizer::Optimizer(const OptimizerSettings& settings, std::vector<Parameter> parameters)
    : settings_(settings), parameters_(std::move(parameters)) {
    const auto add = [&](const std::string& ending) {
        for (const Parameter& parameter : parameters_)
            state_.push_back({parameter.name + ending, at::zeros_like(parameter.value.detach()), false});
    };
    add(settings_.kind == OptimizerKind::sgd ? ".velocity" : ".moment1");
    if (settings_.kind == OptimizerKind::adam) add(".moment2");
}

void Optimizer::restart() {
    const at::NoGradGuard no_gradients;
    for (const Parameter& moment : state_) at::Tensor(moment.value).zero_();
    steps_ = 0;
}

void Optimizer::step(const std::vector<at::Tensor>& gradients, double learning_rate) {
    const at::NoGradGuard no_gradients;
    ++steps_;
    const double correction1 = 1 - std::pow(beta1, steps_), correction2 = 1 - std::pow(beta2, steps_);
    for (std::size_t i = 0; i < parameters_.size(); ++i) {
        at::Tensor value = parameters_[i].value, first = state_[i].value;
        at::Tensor gradient = gradients[i];
        if (parameters_[i].decays && settings_.weight_decay != 0)
            gradient = gradient.add(value, settings_.weight_decay);
        if (settings_.kind == OptimizerKind::sgd) {
            value.sub_(first.mul_(settings_.momentum).add_(gradient), learning_rate);
        } else {
            at::Tensor second = state_[parameters_.size() + i].value;
            first.mul_(beta1).add_(gradient, 1 - beta1);
            second.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
            value.addcdiv_(first, second.sqrt().div_(std::sqrt(correction2)).add_(adam_epsilon),
                           -learning_rate / correction1);
        }
        if (const double limit = parameters_[i].limit; limit > 0) value.clamp_(-limit, limit);
    }
}

} // namespace fracbit::training
