#include "models/compression/model_compression.hpp"

#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"
#include "models/model/model_check.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

void check_names(const Model& model, const ModelCompressionOptions& options) {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < model.layers.size(); ++i)
        if (std::holds_alternative<FloatWeights>(model.layers[i].weights))
            known.push_back(model.network.layers[i].name);
    if (known.empty())
        throw ConfigError("the model has no layer with float weights; there is nothing to prune and encode");
    for (const auto& named : options.sparsity)
        if (std::find(known.begin(), known.end(), named.first) == known.end())
            throw ConfigError(fmt::format("a sparsity is given for '{}', no layer with float weights has this name; {}",
                                          named.first, suggest_name(named.first, known)));
}

} // namespace

CompressedModel compress_model(const Model& model, const ModelCompressionOptions& options,
                               const std::function<void(const std::string& layer, double done)>& progress) {
    validate(model);
    check_names(model, options);
    CompressedModel result{model, {}};
    result.model.claimed_weight_bits.assign(model.layers.size(), {});
    result.model.golden = {};
    result.model.test_accuracy = -1;
    for (std::size_t i = 0; i < model.layers.size(); ++i) {
        const auto* floats = std::get_if<FloatWeights>(&model.layers[i].weights);
        if (floats == nullptr) continue;
        const Layer& layer = model.network.layers[i];
        CompressionOptions own = options.layers;
        if (const auto named = options.sparsity.find(layer.name); named != options.sparsity.end())
            own.sparsity = named->second;
        CompressionProgress show;
        if (progress) show = [&](double done) { progress(layer.name, done); };
        CompressedLayer compressed =
            compress_layer(layer, MemoryWeights(floats->values, layer.out_channels, layer.reduction()), own, show);
        result.model.layers[i].weights = std::move(compressed.weights);
        result.layers.push_back({layer.name, std::move(compressed.report)});
    }
    return result;
}

} // namespace fracbit::models
