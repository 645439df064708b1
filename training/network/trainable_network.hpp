// A network whose weights are trained, each layer's as its spec says.
#pragma once

#include "models/model/model.hpp"
#include "training/layers/layer_weights.hpp"
#include "training/network/batch_norm.hpp"
#include "training/pruning/pruned_weights.hpp"
#include "training/quantizers/activation_quantizer.hpp"

#include <memory>
#include <optional>
#include <vector>

namespace fracbit::training {

struct NetworkSpec {
    models::Network network;
    std::vector<WeightSpec> weights; ///< one a layer; those of layers without weights are not used
    bool batch_norm = false;         ///< after every convolution and linear layer but the last layer
    std::uint64_t seed = 1;
    PruningSettings pruning{};
    /// One a layer, or none at all; those of layers without ReLU are not used.
    std::vector<ActivationSpec> activations = {};
};

class TrainableNetwork {
public:
    /// Draws the first weights. Throws ConfigError: `check_trainable`, XOR specs that are not allowed.
    explicit TrainableNetwork(const NetworkSpec& spec, at::Device device = at::kCPU);

    /// A training step's forward pass: images [n][channel][row][column], result [n][class].
    [[nodiscard]] at::Tensor forward(const at::Tensor& images, const Surrogate& surrogate);

    [[nodiscard]] const std::vector<Parameter>& parameters() const { return parameters_; }
    /// New masks, for `share` of each layer's final sparsity.
    void prune(double share);
    /// Running statistics of batch norms, and masks.
    [[nodiscard]] const std::vector<Parameter>& statistics() const { return statistics_; }
    [[nodiscard]] at::Device device() const { return device_; }

    /// As a model file has it: signs stored, batch norms folded. Throws ConfigError where numbers are not finite.
    [[nodiscard]] models::Model model() const;

private:
    struct ArrayLayer {
        std::unique_ptr<LayerWeights> weights;
        at::Tensor bias; ///< undefined beside a batch norm, which has its own
        std::optional<TrainableBatchNorm> norm;
    };
    void place_quantizers();

    models::Network network_;
    at::Device device_;
    std::vector<ArrayLayer> layers_;     ///< one a layer of the network, empty where there are no weights
    std::vector<PrunedWeights*> pruned_; ///< those of the layers that are
    std::vector<std::optional<ActivationQuantizer>> quantizers_; ///< one a layer of the network
    /// Index of the quantizer that is applied behind a layer, -1 for none. A quantizer is monotone, so it may wait for
    /// the max pools that alone read its layer: same values, and gradients find the largest.
    std::vector<int> quantizer_behind_;
    std::vector<Parameter> parameters_, statistics_;
};

} // namespace fracbit::training
