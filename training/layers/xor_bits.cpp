#include "training/layers/xor_bits.hpp"

namespace fracbit::training {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

struct HeldGates : torch::CustomClassHolder {
    explicit HeldGates(std::shared_ptr<const XorGates> held) : gates(std::move(held)) {}
    std::shared_ptr<const XorGates> gates;
};

at::Tensor signs(const at::Tensor& x) { return x.ge(0).to(x.dtype()).mul_(2).sub_(1); }

/// What stands for the derivative of sign(x).
at::Tensor slope(const at::Tensor& x, const Surrogate& surrogate) {
    if (surrogate.estimator == Estimator::straight_through) return x.abs().le(1).to(x.dtype());
    const at::Tensor t = x.mul(surrogate.s_tanh).tanh_();
    return t.mul_(t).sub_(1).mul_(-surrogate.s_tanh);
}

Surrogate saved_surrogate(AutogradContext* context) {
    return {static_cast<Estimator>(context->saved_data["estimator"].toInt()), context->saved_data["s_tanh"].toDouble(),
            hard};
}

void save(AutogradContext* context, const Surrogate& surrogate) {
    context->saved_data["estimator"] = static_cast<std::int64_t>(surrogate.estimator);
    context->saved_data["s_tanh"] = surrogate.s_tanh;
}

struct XorBits : torch::autograd::Function<XorBits> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x,
                              const std::shared_ptr<const XorGates>& gates, std::int64_t weights,
                              const Surrogate& surrogate) {
        at::Tensor y = gates->decode(x, weights);
        context->save_for_backward({x, y});
        context->saved_data["gates"] = c10::IValue::make_capsule(c10::make_intrusive<HeldGates>(gates));
        save(context, surrogate);
        return y;
    }

    // (-1)^(n-1) prod_{j != i} s_j = y s_i, as signs are their own inverses; so the sum over all outputs that x_i takes
    // part in is s_i (M^T (g y))_i.
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        const at::Tensor &x = saved[0], &y = saved[1];
        const auto held = context->saved_data["gates"].toCapsule();
        const XorGates& gates = *static_cast<const HeldGates&>(*held).gates;
        at::Tensor products = at::zeros({x.size(0) * gates.n_out()}, x.options());
        at::Tensor used = products.narrow(0, 0, y.numel());
        at::mul_out(used, gradients[0].reshape({-1}), y);
        at::Tensor sums = at::mm(products.view({x.size(0), gates.n_out()}), gates.matrix());
        return {sums.mul_(signs(x)).mul_(slope(x, saved_surrogate(context))), {}, {}, {}};
    }
};

struct Sign : torch::autograd::Function<Sign> {
    static at::Tensor forward(AutogradContext* context, const at::Tensor& x, const Surrogate& surrogate) {
        context->save_for_backward({x});
        save(context, surrogate);
        return signs(x);
    }
    static variable_list backward(AutogradContext* context, const variable_list& gradients) {
        const auto saved = context->get_saved_variables();
        return {slope(saved[0], saved_surrogate(context)).mul_(gradients[0]), {}};
    }
};

} // namespace

at::Tensor xor_bits(const at::Tensor& x, const std::shared_ptr<const XorGates>& gates, std::int64_t weights,
                    const Surrogate& surrogate) {
    if (surrogate.estimator == Estimator::analog)
        return gates->product_of_taps(x.mul(surrogate.s_tanh).tanh()).reshape({-1}).narrow(0, 0, weights);
    return XorBits::apply(x, gates, weights, surrogate);
}

at::Tensor sign_of(const at::Tensor& x, const Surrogate& surrogate) {
    if (surrogate.estimator == Estimator::analog) return x.mul(surrogate.s_tanh).tanh();
    return Sign::apply(x, surrogate);
}

} // namespace fracbit::training
