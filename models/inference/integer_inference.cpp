#include "models/inference/integer_inference.hpp"

#include "models/core/error.hpp"
#include "models/inference/image_blocks.hpp"
#include "models/inference/synthetic_input.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <mutex>

namespace fracbit::models {
namespace {

/// How many later layers still read each layer's output, so that it can be dropped in time.
std::vector<int> count_readers(const Network& network) {
    std::vector<int> readers(network.layers.size());
    if (network.independent_layers) return readers;
    for (int i = 0; i < static_cast<int>(network.layers.size()); ++i)
        for (const int read : {network.source_of(i), network.residual_of(i)})
            if (read >= 0) ++readers[static_cast<std::size_t>(read)];
    return readers;
}

} // namespace

struct IntegerInference::Cache {
    std::mutex mutex;
    std::int64_t bytes_left;
    std::vector<std::shared_ptr<const IntegerLayer>> layers;
};

IntegerInference::IntegerInference(const Workload& workload, const IntegerOptions& options, std::int64_t cache_bytes)
    : workload_(workload), options_(options), cache_(std::make_unique<Cache>()) {
    cache_->bytes_left = cache_bytes;
    cache_->layers.resize(workload.network().layers.size());
}

IntegerInference::~IntegerInference() = default;

std::shared_ptr<const IntegerLayer> IntegerInference::prepared(int i) const {
    const auto index = static_cast<std::size_t>(i);
    const std::scoped_lock lock(cache_->mutex);
    if (cache_->layers[index]) return cache_->layers[index];
    auto layer = std::make_shared<const IntegerLayer>(workload_.network().layers[index], workload_.layer(i), options_);
    if (layer->weight_bytes() <= cache_->bytes_left) {
        cache_->bytes_left -= layer->weight_bytes();
        cache_->layers[index] = layer;
    }
    return layer;
}

Activations IntegerInference::run(std::span<const std::uint8_t> input, const LayerVisitor& visit) const {
    const Network& network = workload_.network();
    const int layers = static_cast<int>(network.layers.size());
    const Layer& first = network.layers.front();
    const auto image = static_cast<std::size_t>(first.repeat * first.input.elements());
    if (network.independent_layers && !input.empty())
        throw ConfigError(
            fmt::format("network '{}' is a list of independent layers and takes no images", network.name));
    if (input.size() % image != 0)
        throw ConfigError(
            fmt::format("network '{}': {} input values, must be a multiple of {}", network.name, input.size(), image));
    Activations drawn;
    if (input.empty()) input = drawn = synthetic_input(network, 0, options_.activation_bits);

    std::vector<int> readers = count_readers(network);
    std::vector<Activations> outputs(static_cast<std::size_t>(layers));
    const auto read = [&](int from) -> std::span<const std::uint8_t> {
        if (from < 0) return input;
        return outputs[static_cast<std::size_t>(from)];
    };
    for (int i = 0; i < layers; ++i) {
        const auto index = static_cast<std::size_t>(i);
        const Layer& layer = network.layers[index];
        if (network.independent_layers) {
            drawn = synthetic_input(network, i, options_.activation_bits);
            const Activations residual = synthetic_residual(network, i, options_.activation_bits);
            outputs[index] = prepared(i)->run(drawn, residual);
            if (i > 0) outputs[index - 1] = {};
        } else {
            const auto residual = layer.residual ? read(network.residual_of(i)) : std::span<const std::uint8_t>();
            outputs[index] = prepared(i)->run(read(network.source_of(i)), residual);
        }
        if (visit) visit(i, outputs[index]);
        if (network.independent_layers) continue;
        for (const int used : {network.source_of(i), network.residual_of(i)})
            if (used >= 0 && --readers[static_cast<std::size_t>(used)] == 0 && used != layers - 1)
                outputs[static_cast<std::size_t>(used)] = {};
    }
    return std::move(outputs.back());
}

std::vector<Activations> IntegerInference::outputs(std::span<const std::uint8_t> input) const {
    std::vector<Activations> all;
    run(input, [&all](int, const Activations& output) { all.push_back(output); });
    return all;
}

Activations IntegerInference::run_images(std::span<const std::uint8_t> images) const {
    const Network& network = workload_.network();
    const std::int64_t elements = network.layers.front().repeat * network.layers.front().input.elements();
    const std::int64_t results = network.layers.back().repeat * network.layers.back().output().elements();
    const std::int64_t count = count_images(images.size(), elements);
    Activations output(static_cast<std::size_t>(count * results));
    for_image_blocks(count, [&](std::int64_t first, std::int64_t here) {
        const auto block =
            run(images.subspan(static_cast<std::size_t>(first * elements), static_cast<std::size_t>(here * elements)));
        std::copy(block.begin(), block.end(), output.begin() + first * results);
    });
    return output;
}

std::vector<std::uint16_t> predictions(std::span<const std::uint8_t> outputs, std::int64_t classes) {
    std::vector<std::uint16_t> result;
    for (std::size_t first = 0; first + static_cast<std::size_t>(classes) <= outputs.size();
         first += static_cast<std::size_t>(classes)) {
        const auto row = outputs.subspan(first, static_cast<std::size_t>(classes));
        result.push_back(static_cast<std::uint16_t>(std::max_element(row.begin(), row.end()) - row.begin()));
    }
    return result;
}

} // namespace fracbit::models
