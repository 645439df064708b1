#include "training/quantizers/activation_quantizer.hpp"

#include "training/layers/layer_weights.hpp"

namespace fracbit::training {
namespace {

/// A trained scale stays above 0, whatever the optimizer does.
constexpr double smallest_scale = 1e-3;

} // namespace

ActivationQuantizer::ActivationQuantizer(const ActivationSpec& spec, at::Device device)
    : spec_(spec), staircase_(GridKind::xnor_activation, spec.bits),
      scale_(trainable(at::full({1}, spec.scale), device)) {}

at::Tensor ActivationQuantizer::apply(const at::Tensor& x, double steepness, double hardness) const {
    const double own = spec_.kind == ActivationKind::aqe ? steepness : hard;
    if (!spec_.learnt) return staircase_.apply(x * (1 / spec_.scale), own, hardness) * spec_.scale;
    const at::Tensor scale = scale_.clamp_min(smallest_scale);
    return staircase_.apply(x / scale, own, hardness) * scale;
}

std::vector<Parameter> ActivationQuantizer::parameters(const std::string& prefix) const {
    if (!spec_.learnt) return {};
    return {{prefix + ".activations.scale", scale_, false}};
}

models::ActivationLevels ActivationQuantizer::levels() const {
    const at::Tensor scale = scale_.detach().clamp_min(smallest_scale);
    return {spec_.bits, numbers_of(scale).front()};
}

} // namespace fracbit::training
