#include "training/layers/layer_weights.hpp"

#include "models/model/model_check.hpp"
#include "models/network/batch_norm.hpp"
#include "models/xor/slices.hpp"
#include "training/layers/dense_weights.hpp"
#include "training/layers/grid_weights.hpp"
#include "training/layers/xor_bits.hpp"

#include <cmath>
#include <utility>

#include <fmt/format.h>

namespace fracbit::training {
namespace {

class RealWeights : public LayerWeights {
public:
    RealWeights(const models::Layer& layer, at::Device device, Random& random)
        : weight_(trainable(drawn_normal(models::weight_shape(layer), he_deviation(layer), random), device)) {}

    at::Tensor value(const Surrogate& /*surrogate*/) const override { return weight_; }
    std::vector<Parameter> parameters(const std::string& prefix) const override {
        return {{prefix + ".weight", weight_, true}};
    }
    models::Weights stored(const std::vector<float>& scale) const override { return scaled_values(weight_, scale); }

private:
    at::Tensor weight_;
};

/// sum_i alpha_i[c] b_i, where the derived class knows the b_i.
class CodedWeights : public LayerWeights {
public:
    CodedWeights(const models::Layer& layer, int q, at::Device device)
        : shape_(models::weight_shape(layer)), weights_(layer.weights()) {
        // Planes of equal scales would fight for the same bits, so each starts at half the scale of the one before.
        double sum = 0;
        for (int i = 0; i < q; ++i) sum += std::pow(0.25, i);
        for (int i = 0; i < q; ++i)
            alpha_.push_back(trainable(
                at::full({layer.out_channels, 1}, he_deviation(layer) * std::pow(0.5, i) / std::sqrt(sum)), device));
    }

    at::Tensor value(const Surrogate& surrogate) const override {
        at::Tensor sum;
        for (std::size_t i = 0; i < alpha_.size(); ++i) {
            const at::Tensor plane = bits(i, surrogate).view({shape_[0], weights_ / shape_[0]}).mul(alpha_[i]);
            sum = i == 0 ? plane : sum + plane;
        }
        return sum.view(shape_);
    }

    std::vector<Parameter> parameters(const std::string& prefix) const override {
        std::vector<Parameter> all;
        for (std::size_t i = 0; i < alpha_.size(); ++i) {
            all.push_back({fmt::format("{}.plane{}.x", prefix, i), real_codes(i), true});
            all.push_back({fmt::format("{}.plane{}.alpha", prefix, i), alpha_[i], false});
        }
        return all;
    }

    /// All codes of a channel are equally large: what tells them apart is how far their reals are from the other sign.
    at::Tensor magnitudes() const override {
        at::Tensor sum;
        for (std::size_t i = 0; i < alpha_.size(); ++i) {
            const at::Tensor x = real_codes(i).detach().abs();
            if (x.numel() != weights_) return value({}).detach().abs(); // behind XOR gates there is none for each
            const at::Tensor plane = x.view({shape_[0], weights_ / shape_[0]}) * alpha_[i].detach().abs();
            sum = i == 0 ? plane : sum + plane;
        }
        return sum.view(shape_);
    }

protected:
    [[nodiscard]] virtual at::Tensor bits(std::size_t plane, const Surrogate& surrogate) const = 0;
    [[nodiscard]] virtual at::Tensor real_codes(std::size_t plane) const = 0;
    [[nodiscard]] std::int64_t weights() const { return weights_; }
    [[nodiscard]] std::vector<std::vector<float>> scaled_alpha(const std::vector<float>& scale) const {
        std::vector<std::vector<float>> alpha;
        for (const at::Tensor& plane : alpha_) alpha.push_back(numbers_of(plane));
        models::scale_alpha(alpha, scale);
        return alpha;
    }

private:
    std::vector<std::int64_t> shape_;
    std::int64_t weights_;
    std::vector<at::Tensor> alpha_; ///< [out_channels][1]
};

class XorWeights : public CodedWeights {
public:
    XorWeights(const models::Layer& layer, const WeightSpec& spec, GatesPool& pool, Random& random)
        : CodedWeights(layer, spec.q, pool.device()) {
        const std::int64_t slices = models::slice_count(layer.weights(), spec.gates.n_out);
        for (int i = 0; i < spec.q; ++i) {
            models::XorSpec gates = spec.gates;
            gates.seed += static_cast<std::uint64_t>(i);
            gates_.push_back(pool.get(gates));
            x_.push_back(trainable(drawn_normal({slices, spec.gates.n_in}, spec.deviation, random), pool.device()));
        }
    }

    models::Weights stored(const std::vector<float>& scale) const override {
        models::EncryptedWeights result{{}, scaled_alpha(scale)};
        for (std::size_t i = 0; i < x_.size(); ++i)
            result.planes.push_back({gates_[i]->network(), sign_bits(x_[i].detach().cpu().contiguous())});
        return result;
    }

protected:
    at::Tensor bits(std::size_t plane, const Surrogate& surrogate) const override {
        return xor_bits(x_[plane], gates_[plane], weights(), surrogate);
    }
    at::Tensor real_codes(std::size_t plane) const override { return x_[plane]; }

private:
    std::vector<std::shared_ptr<const XorGates>> gates_;
    std::vector<at::Tensor> x_; ///< [slices][n_in]
};

class PlainBinaryWeights : public CodedWeights {
public:
    PlainBinaryWeights(const models::Layer& layer, const WeightSpec& spec, at::Device device, Random& random)
        : CodedWeights(layer, spec.q, device) {
        for (int i = 0; i < spec.q; ++i)
            x_.push_back(trainable(drawn_normal({layer.weights()}, spec.deviation, random), device));
    }

    models::Weights stored(const std::vector<float>& scale) const override {
        models::BinaryWeights result{{}, scaled_alpha(scale)};
        for (const at::Tensor& x : x_) result.planes.push_back(sign_bits(x.detach().cpu().contiguous()));
        return result;
    }

protected:
    at::Tensor bits(std::size_t plane, const Surrogate& surrogate) const override {
        return sign_of(x_[plane], surrogate);
    }
    at::Tensor real_codes(std::size_t plane) const override { return x_[plane]; }

private:
    std::vector<at::Tensor> x_; ///< [weights]
};

} // namespace

std::shared_ptr<const XorGates> GatesPool::get(const models::XorSpec& spec) {
    for (const auto& [made, gates] : made_)
        if (made == spec) return gates;
    made_.emplace_back(spec,
                       std::make_shared<const XorGates>(std::make_shared<const models::XorNetwork>(spec), device_));
    return made_.back().second;
}

std::unique_ptr<LayerWeights> make_layer_weights(const models::Layer& layer, const WeightSpec& spec, GatesPool& pool,
                                                 Random& random) {
    switch (spec.kind) {
    case WeightKind::encrypted:
        return std::make_unique<XorWeights>(layer, spec, pool, random);
    case WeightKind::binary:
        return std::make_unique<PlainBinaryWeights>(layer, spec, pool.device(), random);
    case WeightKind::aqe:
    case WeightKind::straight_through:
        return make_grid_weights(layer, spec, pool.device(), random);
    case WeightKind::dense8:
        return make_dense_weights(layer, pool.device(), random);
    case WeightKind::real:
        break;
    }
    return std::make_unique<RealWeights>(layer, pool.device(), random);
}

at::Tensor drawn_normal(const std::vector<std::int64_t>& shape, double deviation, Random& random) {
    at::Tensor tensor = at::empty(shape);
    float* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i) values[i] = static_cast<float>(deviation * random.normal());
    return tensor;
}

double he_deviation(const models::Layer& layer) { return std::sqrt(2.0 / static_cast<double>(layer.reduction())); }

models::FloatWeights scaled_values(const at::Tensor& values, const std::vector<float>& scale) {
    models::FloatWeights weights{numbers_of(values)};
    const std::size_t per_channel = weights.values.size() / scale.size();
    for (std::size_t i = 0; i < weights.values.size(); ++i) weights.values[i] *= scale[i / per_channel];
    return weights;
}

std::vector<float> numbers_of(const at::Tensor& tensor) {
    const at::Tensor here = tensor.detach().cpu().contiguous();
    const float* values = here.data_ptr<float>();
    return {values, values + here.numel()};
}

at::Tensor trainable(const at::Tensor& tensor, at::Device device) {
    return tensor.to(device).detach().requires_grad_(true);
}

} // namespace fracbit::training
