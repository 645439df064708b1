#include "training/layers/dense_weights.hpp"

#include "models/model/model_check.hpp"

#include <limits>

namespace fracbit::training {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr double largest_code = 127;

at::Tensor rounded(const at::Tensor& x) {
    const at::Tensor rows = x.flatten(1);
    // Not 0, so that a channel of zeros stays one.
    const at::Tensor alpha =
        std::get<0>(rows.abs().max(1, true)).div(largest_code).clamp_min(std::numeric_limits<float>::min());
    return rows.div(alpha).round_().clamp_(-largest_code, largest_code).mul_(alpha).view_as(x);
}

struct Rounding : torch::autograd::Function<Rounding> {
    static at::Tensor forward(AutogradContext* /*context*/, const at::Tensor& x) { return rounded(x); }
    static variable_list backward(AutogradContext* /*context*/, const variable_list& gradients) { return gradients; }
};

class DenseWeights : public LayerWeights {
public:
    DenseWeights(const models::Layer& layer, at::Device device, Random& random)
        : x_(trainable(drawn_normal(models::weight_shape(layer), he_deviation(layer), random), device)) {}

    at::Tensor value(const Surrogate& /*surrogate*/) const override { return dense8(x_); }
    std::vector<Parameter> parameters(const std::string& prefix) const override {
        return {{prefix + ".dense8.x", x_, true}};
    }
    models::Weights stored(const std::vector<float>& scale) const override { return scaled_values(dense8(x_), scale); }

private:
    at::Tensor x_;
};

} // namespace

at::Tensor dense8(const at::Tensor& x) { return Rounding::apply(x); }

std::unique_ptr<LayerWeights> make_dense_weights(const models::Layer& layer, at::Device device, Random& random) {
    return std::make_unique<DenseWeights>(layer, device, random);
}

} // namespace fracbit::training
