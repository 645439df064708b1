// A layer whose weights are partly zero: those of another kind, times a mask that training sets anew now and then.
#pragma once

#include "models/gf2/bit_vector.hpp"
#include "training/layers/layer_weights.hpp"
#include "training/pruning/pruning_settings.hpp"

#include <memory>

namespace fracbit::training {

/// A bit a weight, 1 is kept, chosen by magnitude. Throws what models/pruning throws.
models::BitVector choose_mask(const models::Layer& layer, const std::vector<float>& magnitudes,
                              const PruningSettings& settings, double sparsity);

class PrunedWeights final : public LayerWeights {
public:
    /// All weights are kept until `prune`. `sparsity`: the final one.
    PrunedWeights(const models::Layer& layer, std::unique_ptr<LayerWeights> weights, const PruningSettings& settings,
                  double sparsity, at::Device device);

    /// A mask for `share` of the final sparsity. The real numbers behind pruned weights stay as they are, without
    /// gradients, so a later mask may take them back.
    void prune(double share);
    /// float32 in the layer's weight shape, 1 is kept; to be read and overwritten in place.
    [[nodiscard]] const at::Tensor& mask() const { return mask_; }

    [[nodiscard]] at::Tensor value(const Surrogate& surrogate) const override;
    [[nodiscard]] at::Tensor magnitudes() const override { return weights_->magnitudes(); }
    [[nodiscard]] std::vector<Parameter> parameters(const std::string& prefix) const override;
    /// Float weights, whatever was trained, pruned ones exactly 0: what `fracbit encode --sparsity zeros` takes.
    [[nodiscard]] models::Weights stored(const std::vector<float>& scale) const override;

private:
    models::Layer layer_;
    std::unique_ptr<LayerWeights> weights_;
    PruningSettings settings_;
    double sparsity_;
    at::Tensor mask_;
};

} // namespace fracbit::training
