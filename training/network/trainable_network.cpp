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
        quantizers_.emplace_back();
        double middle = 0; // where activations start: in the middle of their grid
        if (i < spec.activations.size() && layer.relu && spec.activations[i].kind != ActivationKind::real) {
            quantizers_[i].emplace(spec.activations[i], device);
            append(parameters_, quantizers_[i]->parameters(layer.name));
            middle = spec.activations[i].scale / 2;
        }
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
            made.norm.emplace(layer.out_channels, device, middle);
            append(parameters_, made.norm->parameters(layer.name));
            append(statistics_, made.norm->statistics(layer.name));
        } else {
            made.bias = trainable(at::zeros({layer.out_channels}), device);
            parameters_.push_back({layer.name + ".bias", made.bias, false});
        }
    }
    place_quantizers();
}

void TrainableNetwork::place_quantizers() {
    const int layers = static_cast<int>(layers_.size());
    quantizer_behind_.assign(layers_.size(), -1);
    const auto only_reader = [&](int of) {
        int reader = -1;
        for (int i = 0; i < layers; ++i)
            if (network_.source_of(i) == of || network_.residual_of(i) == of) {
                if (reader >= 0) return -1;
                reader = i;
            }
        return reader;
    };
    for (int i = 0; i < layers; ++i) {
        if (!quantizers_[static_cast<std::size_t>(i)]) continue;
        int at = i;
        for (int next = only_reader(at); next >= 0; next = only_reader(at)) {
            const models::Layer& reader = network_.layers[static_cast<std::size_t>(next)];
            if (reader.kind != models::LayerKind::max_pool || reader.relu) break;
            at = next;
        }
        quantizer_behind_[static_cast<std::size_t>(at)] = i;
    }
}

at::Tensor TrainableNetwork::forward(const at::Tensor& images, const Surrogate& surrogate) {
    const auto run = [&](std::size_t i, const at::Tensor& input) {
        ArrayLayer& layer = layers_[i];
        const at::Tensor sums = apply_weights(network_.layers[i], input, layer.weights->value(surrogate), layer.bias);
        return layer.norm ? layer.norm->apply(sums) : sums;
    };
    const auto activate = [&](std::size_t i, const at::Tensor& value) {
        if (const int from = quantizer_behind_[i]; from >= 0)
            return quantizers_[static_cast<std::size_t>(from)]->apply(value, surrogate.steepness, surrogate.hardness);
        return network_.layers[i].relu && !quantizers_[i] ? at::relu(value) : value;
    };
    return walk(network_, images, run, activate);
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
        if (quantizers_[i]) stored.activations = quantizers_[i]->levels();
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
