#include "training/network/trainable_network.hpp"

#include "training/network/layer_walk.hpp"

#include <utility>

namespace fracbit::training {

TrainableNetwork::TrainableNetwork(const NetworkSpec& spec, at::Device device)
    : network_(spec.network), device_(device), layers_(spec.network.layers.size()) {
    check_trainable(network_);
    GatesPool pool(device);
    Random random(spec.seed);
    const auto append = [](std::vector<Parameter>& to, std::vector<Parameter> more) {
        to.insert(to.end(), more.begin(), more.end());
    };
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        const models::Layer& layer = network_.layers[i];
        if (!runs_on_array(layer.kind)) continue;
        ArrayLayer& made = layers_[i];
        made.weights = make_layer_weights(layer, spec.weights[i], pool, random);
        append(parameters_, made.weights->parameters(layer.name));
        if (spec.pruning.kind != PruningKind::none && spec.weights[i].sparsity > 0) {
            auto pruned = std::make_unique<PrunedWeights>(layer, std::move(made.weights), spec.pruning,
                                                          spec.weights[i].sparsity, device);
            pruned_.push_back(pruned.get());
            statistics_.push_back({layer.name + ".mask", pruned->mask(), false});
            made.weights = std::move(pruned);
        }
        if (spec.batch_norm && i + 1 < layers_.size()) {
            made.norm.emplace(layer.out_channels, device);
            append(parameters_, made.norm->parameters(layer.name));
            append(statistics_, made.norm->statistics(layer.name));
        } else {
            made.bias = trainable(at::zeros({layer.out_channels}), device);
            parameters_.push_back({layer.name + ".bias", made.bias, false});
        }
    }
}

at::Tensor TrainableNetwork::forward(const at::Tensor& images, const Surrogate& surrogate) {
    return walk(network_, images, [&](std::size_t i, const at::Tensor& input) {
        ArrayLayer& layer = layers_[i];
        const at::Tensor sums = apply_weights(network_.layers[i], input, layer.weights->value(surrogate), layer.bias);
        return layer.norm ? layer.norm->apply(sums) : sums;
    });
}

void TrainableNetwork::prune(double share) {
    for (PrunedWeights* weights : pruned_) weights->prune(share);
}

models::Model TrainableNetwork::model() const {
    models::Model model;
    model.network = network_;
    for (std::size_t i = 0; i < layers_.size(); ++i) {
        models::ModelLayer& stored = model.layers.emplace_back();
        const ArrayLayer& layer = layers_[i];
        if (!layer.weights) continue;
        std::vector<float> scale(static_cast<std::size_t>(network_.layers[i].out_channels), 1.0F);
        if (layer.norm) {
            models::FoldedBatchNorm folded = models::fold(layer.norm->values());
            scale = std::move(folded.scale);
            stored.bias = std::move(folded.bias);
        } else {
            stored.bias = numbers_of(layer.bias);
        }
        stored.weights = layer.weights->stored(scale);
    }
    return model;
}

} // namespace fracbit::training
