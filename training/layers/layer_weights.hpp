// The weights of one layer while they are trained: W as a function of the parameters, and what a model file stores.
#pragma once

#include "models/core/random.hpp"
#include "models/model/model.hpp"
#include "training/layers/estimator.hpp"
#include "training/layers/parameter.hpp"
#include "training/layers/weight_spec.hpp"

#include <memory>
#include <vector>

namespace fracbit::training {

class LayerWeights {
public:
    virtual ~LayerWeights() = default;
    /// W in the layer's weight shape (models/model/model_check.hpp), differentiable.
    [[nodiscard]] virtual at::Tensor value(const Surrogate& surrogate) const = 0;
    /// What pruning goes by, in the same shape, without gradients.
    [[nodiscard]] virtual at::Tensor magnitudes() const { return value({}).detach().abs(); }
    /// Names start with `prefix`.
    [[nodiscard]] virtual std::vector<Parameter> parameters(const std::string& prefix) const = 0;
    /// `scale` [out_channels] multiplies each channel: a batch norm that is folded.
    [[nodiscard]] virtual models::Weights stored(const std::vector<float>& scale) const = 0;
};

/// Planes with equal specs share one XOR network, over all layers of a network.
class GatesPool {
public:
    explicit GatesPool(at::Device device) : device_(device) {}
    std::shared_ptr<const class XorGates> get(const models::XorSpec& spec);
    [[nodiscard]] at::Device device() const { return device_; }

private:
    at::Device device_;
    std::vector<std::pair<models::XorSpec, std::shared_ptr<const XorGates>>> made_;
};

/// Real weights start as He et al. (arXiv 1502.01852) draw them; alpha starts so that W has the same variance. Throws
/// ConfigError for an XOR spec that is not allowed.
std::unique_ptr<LayerWeights> make_layer_weights(const models::Layer& layer, const WeightSpec& spec, GatesPool& pool,
                                                 Random& random);

/// Random numbers around 0.
at::Tensor drawn_normal(const std::vector<std::int64_t>& shape, double deviation, Random& random);
/// Deviation of He's initialisation.
double he_deviation(const models::Layer& layer);

/// `values` [out_channels, ...] as they are, times a scale for each channel.
models::FloatWeights scaled_values(const at::Tensor& values, const std::vector<float>& scale);

/// Numbers of a tensor, wherever it is.
std::vector<float> numbers_of(const at::Tensor& tensor);
/// A tensor that is trained.
at::Tensor trainable(const at::Tensor& tensor, at::Device device);

} // namespace fracbit::training
