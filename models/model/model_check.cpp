#include "models/model/model_check.hpp"

#include "models/core/error.hpp"
#include "models/model/quantized.hpp"
#include "models/model/sparse_check.hpp"

#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace fracbit::models {
namespace {

class Checker {
public:
    explicit Checker(const Model& model) : model_(model) {}

    void run() {
        validate(model_.network);
        const auto count = model_.network.layers.size();
        if (model_.layers.size() != count)
            throw ConfigError(
                fmt::format("model: found weights for {} layers, the network has {}", model_.layers.size(), count));
        if (!model_.claimed_weight_bits.empty() && model_.claimed_weight_bits.size() != count)
            add("model: found claimed bits for {} layers, the network has {}", model_.claimed_weight_bits.size(),
                count);
        for (std::size_t i = 0; i < count; ++i) check_layer(i);
        check_golden();
        if (!(model_.test_accuracy <= 1)) add("model: test accuracy is {}, allowed is at most 1", model_.test_accuracy);
        if (!problems_.empty()) throw ConfigError(fmt::format("{}", fmt::join(problems_, "\n")));
    }

private:
    template <class... Args>
    void add(fmt::format_string<Args...> format, Args&&... args) {
        problems_.push_back(fmt::format(format, std::forward<Args>(args)...));
    }

    void check_floats(const std::string& what, const std::vector<float>& values, std::int64_t expected) {
        if (static_cast<std::int64_t>(values.size()) != expected)
            add("{}: found {} values, expected {}", what, values.size(), expected);
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!std::isfinite(values[i]))
                return add("{}: element {} is {}, expected a finite number", what, i, values[i]);
    }

    void check_bits(const std::string& what, const BitVector& bits, std::int64_t expected) {
        if (bits.size() != expected) add("{}: found {} bits, expected {}", what, bits.size(), expected);
    }

    void check_alpha(const std::string& name, const std::vector<std::vector<float>>& alpha, std::size_t planes,
                     std::int64_t channels) {
        if (planes == 0) add("layer '{}': found no bit planes, expected at least one", name);
        if (alpha.size() != planes) add("layer '{}', alpha: found {} planes, expected {}", name, alpha.size(), planes);
        for (const auto& plane : alpha) check_floats("layer '" + name + "', alpha", plane, channels);
    }

    void check(const Layer& layer, const EncryptedWeights& weights) {
        for (const auto& plane : weights.planes) {
            if (plane.network == nullptr) {
                add("layer '{}': a plane has no XOR network", layer.name);
                continue;
            }
            const auto slices = ceil_div(layer.weights(), plane.network->n_out());
            check_bits("layer '" + layer.name + "', encrypted bits", plane.encrypted, slices * plane.network->n_in());
        }
        check_alpha(layer.name, weights.alpha, weights.planes.size(), layer.out_channels);
    }

    void check(const Layer& layer, const BinaryWeights& weights) {
        for (const auto& plane : weights.planes)
            check_bits("layer '" + layer.name + "', binary bits", plane, layer.weights());
        check_alpha(layer.name, weights.alpha, weights.planes.size(), layer.out_channels);
    }

    void check(const Layer& layer, const FloatWeights& weights) {
        check_floats("layer '" + layer.name + "', weight", weights.values, layer.weights());
    }

    void check(const Layer& layer, const SparseWeights& weights) {
        for (const auto& problem : sparse_problems(layer, weights))
            add("layer '{}', {}: {}", layer.name, problem.part, problem.message);
        check_alpha(layer.name, weights.alpha, weights.planes.size(), layer.out_channels);
    }

    void check(const Layer& layer, const ShiftWeights& weights) {
        if (weights.q < 1 || weights.q > most_shift_bits)
            return add("layer '{}': shift weights have {} bits, allowed are 1 to {}", layer.name, weights.q,
                       most_shift_bits);
        const auto bits = layer.weights() * weights.q;
        const auto stored =
            weights.network == nullptr ? bits : ceil_div(bits, weights.network->n_out()) * weights.network->n_in();
        check_bits("layer '" + layer.name + "', shift bits", weights.bits, stored);
        check_floats("layer '" + layer.name + "', alpha", weights.alpha, layer.out_channels);
    }

    void check(const Layer& layer, std::monostate) {
        if (layer.kind == LayerKind::conv || layer.kind == LayerKind::linear)
            add("layer '{}': a {} layer needs weights, found none", layer.name, to_string(layer.kind));
    }

    void check_layer(std::size_t i) {
        const Layer& layer = model_.network.layers[i];
        const ModelLayer& entry = model_.layers[i];
        const bool weighted = layer.kind == LayerKind::conv || layer.kind == LayerKind::linear;
        if (!weighted && !std::holds_alternative<std::monostate>(entry.weights))
            add("layer '{}': found weights, a {} layer has none", layer.name, to_string(layer.kind));
        else
            std::visit([&](const auto& weights) { check(layer, weights); }, entry.weights);
        if (!weighted && !entry.bias.empty())
            add("layer '{}': found a bias, a {} layer has none", layer.name, to_string(layer.kind));
        if (weighted && !entry.bias.empty())
            check_floats("layer '" + layer.name + "', bias", entry.bias, layer.out_channels);
        check_activations(i);
        if (i < model_.claimed_weight_bits.size()) check_claimed(layer, entry, model_.claimed_weight_bits[i]);
    }

    void check_activations(std::size_t i) {
        const Layer& layer = model_.network.layers[i];
        const auto& levels = model_.layers[i].activations;
        if (!levels) return;
        if (levels->bits < 1 || levels->bits > 8)
            add("layer '{}', activations: found {} bits, allowed are 1 to 8", layer.name, levels->bits);
        if (!(levels->scale > 0) || !std::isfinite(levels->scale))
            add("layer '{}', activations: found scale {}, expected a finite number above 0", layer.name, levels->scale);
        if (!layer.relu || layer.kind == LayerKind::max_pool || layer.kind == LayerKind::softmax)
            add("layer '{}': levels of activations are for layers with a ReLU that compute sums, this is a {} layer{}",
                layer.name, to_string(layer.kind), layer.relu ? "" : " without one");
    }

    void check_claimed(const Layer& layer, const ModelLayer& entry, const std::vector<BitVector>& claimed) {
        std::size_t planes = 0;
        if (const auto* encrypted = std::get_if<EncryptedWeights>(&entry.weights)) planes = encrypted->planes.size();
        if (const auto* binary = std::get_if<BinaryWeights>(&entry.weights)) planes = binary->planes.size();
        if (!claimed.empty() && claimed.size() != planes)
            add("layer '{}', claimed bits: found {} planes, expected {} or none", layer.name, claimed.size(), planes);
        for (const auto& plane : claimed)
            check_bits("layer '" + layer.name + "', claimed bits", plane, layer.weights());
    }

    void check_golden() {
        const auto classes = model_.network.layers.back().output().elements();
        for (const auto& logits : model_.golden.logits) check_floats("golden logits", logits, classes);
        for (const auto prediction : model_.golden.predictions)
            if (prediction >= classes)
                return add("golden predictions: found class {}, the network has {}", prediction, classes);
    }

    const Model& model_;
    std::vector<std::string> problems_;
};

} // namespace

void validate(const Model& model) { Checker(model).run(); }

std::vector<std::int64_t> weight_shape(const Layer& layer) {
    if (layer.kind != LayerKind::conv) return {layer.out_channels, layer.reduction()};
    return {layer.out_channels, layer.input.channels / layer.groups, layer.kernel_height, layer.kernel_width};
}

} // namespace fracbit::models
