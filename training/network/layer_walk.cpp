#include "training/network/layer_walk.hpp"

#include "models/core/error.hpp"

#include <vector>

#include <fmt/format.h>

namespace fracbit::training {
namespace {

using models::Layer;
using models::LayerKind;

bool is_known(LayerKind kind) {
    switch (kind) {
    case LayerKind::conv:
    case LayerKind::linear:
    case LayerKind::max_pool:
    case LayerKind::average_pool:
    case LayerKind::global_average_pool:
    case LayerKind::add:
        return true;
    default:
        return false;
    }
}

at::Tensor pool(const Layer& layer, const at::Tensor& input) {
    if (layer.kind == LayerKind::global_average_pool) return input.mean({2, 3}, true);
    const std::vector<std::int64_t> kernel{layer.kernel_height, layer.kernel_width};
    const std::vector<std::int64_t> stride{layer.stride_height, layer.stride_width};
    const std::vector<std::int64_t> padding{layer.pad_height, layer.pad_width};
    if (layer.kind == LayerKind::average_pool) return at::avg_pool2d(input, kernel, stride, padding);
    return at::max_pool2d(input, kernel, stride, padding, {layer.dilation_height, layer.dilation_width});
}

} // namespace

void check_trainable(const models::Network& network) {
    std::string problems;
    const auto add = [&](const std::string& text) { problems += (problems.empty() ? "" : "\n") + text; };
    if (network.independent_layers)
        add("its layers are independent: nothing flows between them; use a network in our own columns");
    for (const Layer& layer : network.layers) {
        if (!is_known(layer.kind))
            add(fmt::format("layer '{}' is a {} layer, training knows conv, linear, max_pool, average_pool, "
                            "global_average_pool and add",
                            layer.name, to_string(layer.kind)));
        if (layer.repeat != 1 || layer.refetches != 1)
            add(fmt::format("layer '{}' runs several times an image (repeat {}, refetches {}); training takes layers "
                            "that run once",
                            layer.name, layer.repeat, layer.refetches));
        if (layer.kind == LayerKind::average_pool && (layer.dilation_height != 1 || layer.dilation_width != 1))
            add(fmt::format("layer '{}': average pools with dilation cannot be trained", layer.name));
    }
    if (!network.layers.empty() && (network.layers.back().kind != LayerKind::linear || network.layers.back().relu))
        add(fmt::format("the last layer, '{}', must be a linear one without ReLU, which gives a number for each class",
                        network.layers.back().name));
    if (!problems.empty()) throw ConfigError(fmt::format("network '{}' cannot be trained: {}", network.name, problems));
}

at::Tensor walk(const models::Network& network, const at::Tensor& images, const ArrayLayer& run,
                const Activate& activate) {
    std::vector<at::Tensor> outputs;
    const auto output = [&](int from) { return from < 0 ? images : outputs[static_cast<std::size_t>(from)]; };
    for (std::size_t i = 0; i < network.layers.size(); ++i) {
        const Layer& layer = network.layers[i];
        const at::Tensor input = output(network.source_of(static_cast<int>(i)));
        at::Tensor value = runs_on_array(layer.kind)      ? run(i, input)
                           : layer.kind == LayerKind::add ? input
                                                          : pool(layer, input);
        if (layer.residual) value = value + output(network.residual_of(static_cast<int>(i)));
        outputs.push_back(activate(i, value));
    }
    return outputs.back().flatten(1);
}

at::Tensor apply_weights(const Layer& layer, const at::Tensor& input, const at::Tensor& weight,
                         const at::Tensor& bias) {
    if (layer.kind == LayerKind::linear) return at::linear(input.flatten(1), weight, bias);
    return at::conv2d(input, weight, bias, {layer.stride_height, layer.stride_width},
                      {layer.pad_height, layer.pad_width}, {layer.dilation_height, layer.dilation_width}, layer.groups);
}

} // namespace fracbit::training
