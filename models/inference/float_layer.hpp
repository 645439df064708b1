// One layer of a trained model in float.
#pragma once

#include "models/inference/patch_geometry.hpp"
#include "models/model/model.hpp"

#include <span>
#include <vector>

namespace fracbit::models {

class FloatLayer {
public:
    /// Throws ConfigError for kinds whose parameters a Model does not hold: attention, norms, lookup.
    FloatLayer(const Layer& layer, const ModelLayer& weights);

    /// `input`: any number of rows [channel][row][column]; `residual`: shaped like the result where the layer has a
    /// residual operand, else empty. Bias, residual, ReLU and levels of activations are applied in this
    /// order.
    [[nodiscard]] std::vector<float> run(std::span<const float> input, std::span<const float> residual) const;

private:
    [[nodiscard]] std::vector<float> run_array(std::span<const float> input) const;
    [[nodiscard]] std::vector<float> run_pool(std::span<const float> input) const;
    [[nodiscard]] std::vector<float> run_softmax(std::span<const float> input) const;

    Layer layer_;
    PatchGeometry geometry_;
    std::int64_t rows_, padded_rows_; // output channels of a convolution group, and rounded up to whole panels
    std::vector<float> weights_;      // [convolution group][panel][k][16]
    std::vector<float> bias_;
    std::optional<ActivationLevels> levels_;
};

} // namespace fracbit::models
