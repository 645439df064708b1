// Activations of 1 to 3 bits while they are trained: scale * staircase(x / scale), on the grid 0 .. scale in the end.
#pragma once

#include "models/model/model.hpp"
#include "training/layers/parameter.hpp"
#include "training/quantizers/activation_spec.hpp"
#include "training/quantizers/staircase.hpp"

#include <vector>

namespace fracbit::training {

class ActivationQuantizer {
public:
    /// Throws ConfigError for bits outside 1..3. The kind is not `real`.
    ActivationQuantizer(const ActivationSpec& spec, at::Device device);

    /// Monotone. `steepness` and `hardness` count for `aqe` alone.
    [[nodiscard]] at::Tensor apply(const at::Tensor& x, double steepness, double hardness = 0) const;
    /// The scale where it is trained. Names start with `prefix`.
    [[nodiscard]] std::vector<Parameter> parameters(const std::string& prefix) const;
    /// What the model file says of them.
    [[nodiscard]] models::ActivationLevels levels() const;

private:
    ActivationSpec spec_;
    Staircase staircase_;
    at::Tensor scale_; ///< [1]
};

} // namespace fracbit::training
