// Stochastic gradient descent with momentum, and Adam, with a state that a checkpoint can hold.
#pragma once

#include "training/layers/parameter.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::training {

enum class OptimizerKind {
    sgd, ///< v = momentum v + g; x -= rate v
    adam ///< Kingma and Ba, arXiv 1412.6980, with their constants 0.9, 0.999, 1e-8
};

struct OptimizerSettings {
    OptimizerKind kind = OptimizerKind::adam;
    double momentum = 0.9;   ///< sgd
    double weight_decay = 0; ///< times the weight, added to its gradient; not of scales, biases and norms
    friend bool operator==(const OptimizerSettings&, const OptimizerSettings&) = default;
};

class Optimizer {
public:
    Optimizer(const OptimizerSettings& settings, std::vector<Parameter> parameters);
    /// Changes the parameters in place; `gradients` in their order, each used up.
    void step(const std::vector<at::Tensor>& gradients, double learning_rate);
    /// Moments, to be read and overwritten in place.
    [[nodiscard]] const std::vector<Parameter>& state() const { return state_; }
    [[nodiscard]] std::int64_t steps() const { return steps_; }
    void set_steps(std::int64_t steps) { steps_ = steps; }

private:
    OptimizerSettings settings_;
    std::vector<Parameter> parameters_;
    std::vector<Parameter> state_; ///< sgd: one a parameter; adam: all first moments, then all second ones
    std::int64_t steps_ = 0;
};

} // namespace fracbit::training
