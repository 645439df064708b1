// Stochastic gradient descent with momentum, and Adam, with a state that a checkpoint can hold.
#pragma once

#include "training/layers/parameter.hpp"
#include "training/run/optimizer_settings.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::training {

class Optimizer {
public:
    Optimizer(const OptimizerSettings& settings, std::vector<Parameter> parameters);
    /// Changes the parameters in place and cuts them to their limits; `gradients` in their order, each used up.
    void step(const std::vector<at::Tensor>& gradients, double learning_rate);
    /// Forgets all moments, as at the beginning: for a change after which gradients are of another size. Adam's second
    /// moments otherwise remember the old size for thousands of steps, and divide by it.
    void restart();
    /// Moments, to be read and overwritten in place.
    [[nodiscard]] const std::vector<Parameter>& state() const { return state_; }
    /// Since the beginning, or since `restart`.
    [[nodiscard]] std::int64_t steps() const { return steps_; }
    void set_steps(std::int64_t steps) { steps_ = steps; }

private:
    OptimizerSettings settings_;
    std::vector<Parameter> parameters_;
    std::vector<Parameter> state_; ///< sgd: one a parameter; adam: all first moments, then all second ones
    std::int64_t steps_ = 0;
};

} // namespace fracbit::training
