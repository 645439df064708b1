#include "training/quantizers/staircase.hpp"

namespace fracbit::training {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Passes gradients where x lies between the outer levels.
struct HardSteps : torch::autograd::Function<HardSteps> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const at::Tensor& quantized, double low,
                              double high) {
        context->save_for_backward({x.ge(low).logical_and(x.le(high))});
        return quantized.clone();
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        return {gradients[0] * context->get_saved_variables()[0].to(gradients[0].dtype()), {}, {}, {}};
    }
};

} // namespace

Staircase::Staircase(GridKind kind, int bits)
    : levels_(grid_levels(kind, bits)), thresholds_(grid_thresholds(levels_)) {}

at::Tensor Staircase::indices(const at::Tensor& x) const {
    at::Tensor index = at::zeros(x.sizes(), x.options().dtype(at::kLong).requires_grad(false));
    for (const double threshold : thresholds_) index += x.detach().ge(threshold).to(at::kLong);
    return index;
}

at::Tensor Staircase::hard_values(const at::Tensor& x) const {
    const at::Tensor from = x.detach();
    at::Tensor values = at::full_like(from, levels_.front());
    for (std::size_t k = 0; k < thresholds_.size(); ++k) values.masked_fill_(from.ge(thresholds_[k]), levels_[k + 1]);
    return values;
}

at::Tensor Staircase::apply(const at::Tensor& x, double steepness, double hardness) const {
    if (steepness == hard) return HardSteps::apply(x, hard_values(x), levels_.front(), levels_.back());
    at::Tensor sum = at::full_like(x.detach(), levels_.front());
    for (std::size_t k = 0; k < thresholds_.size(); ++k) {
        const double half = (levels_[k + 1] - levels_[k]) / 2;
        sum = sum + ((x - thresholds_[k]) * (steepness / half)).tanh().add(1).mul(half);
    }
    if (hardness == 0) return sum;
    if (hardness == 1) return hard_values(x) + (sum - sum.detach()); // + 0: no rounding moves the level
    return sum + (hard_values(x) - sum.detach()).mul(hardness);
}

} // namespace fracbit::training
