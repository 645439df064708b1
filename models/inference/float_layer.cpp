#include "models/inference/float_layer.hpp"

#include "models/core/error.hpp"
#include "models/inference/float_dots.hpp"
#include "models/inference/model_weights.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>

namespace fracbit::models {
namespace {

constexpr std::int64_t position_block = 64;

bool is_supported(LayerKind kind) {
    switch (kind) {
    case LayerKind::attention:
    case LayerKind::layer_norm:
    case LayerKind::rms_norm:
    case LayerKind::lookup:
        return false;
    default:
        return true;
    }
}

} // namespace

FloatLayer::FloatLayer(const Layer& layer, const ModelLayer& weights)
    : layer_(layer), geometry_(layer), rows_(layer.out_channels / geometry_.groups()),
      padded_rows_(ceil_div(rows_, float_panel) * float_panel), bias_(weights.bias), levels_(weights.activations) {
    if (!is_supported(layer.kind))
        throw ConfigError(fmt::format("layer '{}': the float path does not run {} layers; a model file holds no "
                                      "parameters for them",
                                      layer.name, to_string(layer.kind)));
    if (!runs_on_array(layer.kind)) return;
    const std::vector<float> real = real_weights(layer, weights);
    const std::int64_t reduction = geometry_.reduction();
    weights_.resize(static_cast<std::size_t>(geometry_.groups() * padded_rows_ * reduction));
    for (std::int64_t c = 0; c < layer.out_channels; ++c) {
        const std::int64_t row = c / rows_ * padded_rows_ + c % rows_;
        const std::int64_t panel = row / float_panel * reduction * float_panel;
        for (std::int64_t k = 0; k < reduction; ++k)
            weights_[static_cast<std::size_t>(panel + k * float_panel + row % float_panel)] =
                real[static_cast<std::size_t>(c * reduction + k)];
    }
}

std::vector<float> FloatLayer::run(std::span<const float> input, std::span<const float> residual) const {
    std::vector<float> output;
    switch (layer_.kind) {
    case LayerKind::conv:
    case LayerKind::linear:
        output = run_array(input);
        break;
    case LayerKind::add:
        output.assign(input.begin(), input.end());
        break;
    case LayerKind::softmax:
        output = run_softmax(input);
        break;
    default:
        output = run_pool(input);
    }
    for (std::size_t i = 0; i < residual.size(); ++i) output[i] += residual[i];
    if (layer_.relu)
        for (auto& value : output) value = std::max(value, 0.0F);
    if (levels_) {
        const float step = levels_->step(), highest = levels_->highest();
        for (auto& value : output) value = std::clamp(std::floor(value / step + 0.5F), 0.0F, highest) * step;
    }
    return output;
}

std::vector<float> FloatLayer::run_array(std::span<const float> input) const {
    const std::int64_t elements = layer_.input.elements();
    const std::int64_t images = static_cast<std::int64_t>(input.size()) / elements;
    const std::int64_t positions = geometry_.positions();
    const std::int64_t padded = geometry_.padded_elements();
    const std::int64_t reduction = geometry_.reduction();
    const std::int64_t together = std::clamp<std::int64_t>(position_block / positions, 1, images);
    std::vector<float> output(static_cast<std::size_t>(images * layer_.out_channels * positions));
    std::vector<float> windows(static_cast<std::size_t>(together * padded));
    std::vector<float> patches(static_cast<std::size_t>(position_block * reduction));
    std::vector<float> sums(static_cast<std::size_t>(position_block * padded_rows_));
    for (std::int64_t image = 0; image < images; image += together) {
        const std::int64_t here = std::min(together, images - image);
        for (std::int64_t i = 0; i < here; ++i)
            geometry_.pad(
                input.subspan(static_cast<std::size_t>((image + i) * elements), static_cast<std::size_t>(elements)),
                std::span(windows).subspan(static_cast<std::size_t>(i * padded)));
        for (std::int64_t first = 0; first < here * positions; first += position_block) {
            const std::int64_t count = std::min(position_block, here * positions - first);
            for (std::int64_t group = 0; group < geometry_.groups(); ++group) {
                for (std::int64_t p = 0; p < count; ++p)
                    geometry_.gather(std::span<const float>(windows).subspan(
                                         static_cast<std::size_t>((first + p) / positions * padded)),
                                     group, (first + p) % positions, patches.data() + p * reduction);
                float_dots({weights_.data() + group * padded_rows_ * reduction, padded_rows_, patches.data(), count,
                            reduction, sums.data()});
                for (std::int64_t p = 0; p < count; ++p)
                    for (std::int64_t local = 0; local < rows_; ++local) {
                        const std::int64_t c = group * rows_ + local;
                        const std::int64_t row = (image + (first + p) / positions) * layer_.out_channels + c;
                        const float bias = bias_.empty() ? 0.0F : bias_[static_cast<std::size_t>(c)];
                        output[static_cast<std::size_t>(row * positions + (first + p) % positions)] =
                            sums[static_cast<std::size_t>(p * padded_rows_ + local)] + bias;
                    }
            }
        }
    }
    return output;
}

std::vector<float> FloatLayer::run_pool(std::span<const float> input) const {
    Layer pool = layer_;
    if (pool.kind == LayerKind::global_average_pool) {
        pool.kernel_height = pool.input.height;
        pool.kernel_width = pool.input.width;
    }
    const bool largest = pool.kind == LayerKind::max_pool;
    const TensorShape out = layer_.output();
    const std::int64_t pixels = pool.input.height * pool.input.width;
    const std::int64_t images = static_cast<std::int64_t>(input.size()) / pixels;
    std::vector<float> output;
    for (std::int64_t i = 0; i < images * out.height * out.width; ++i) {
        const float* image = input.data() + i / (out.height * out.width) * pixels;
        const std::int64_t y = i / out.width % out.height * pool.stride_height - pool.pad_height;
        const std::int64_t x = i % out.width * pool.stride_width - pool.pad_width;
        float value = largest ? -std::numeric_limits<float>::infinity() : 0.0F;
        for (std::int64_t ky = 0; ky < pool.kernel_height; ++ky)
            for (std::int64_t kx = 0; kx < pool.kernel_width; ++kx) {
                const std::int64_t iy = y + ky * pool.dilation_height, ix = x + kx * pool.dilation_width;
                if (iy < 0 || iy >= pool.input.height || ix < 0 || ix >= pool.input.width) continue;
                const float pixel = image[iy * pool.input.width + ix];
                value = largest ? std::max(value, pixel) : value + pixel;
            }
        if (largest)
            output.push_back(value == -std::numeric_limits<float>::infinity() ? 0.0F : value); // only padding
        else
            output.push_back(value / static_cast<float>(pool.kernel_height * pool.kernel_width));
    }
    return output;
}

std::vector<float> FloatLayer::run_softmax(std::span<const float> input) const {
    std::vector<float> output(input.size());
    const auto channels = static_cast<std::size_t>(layer_.input.channels);
    const auto pixels = static_cast<std::size_t>(layer_.input.height * layer_.input.width);
    for (std::size_t i = 0; i < input.size() / channels; ++i) {
        const std::size_t first = i / pixels * pixels * channels + i % pixels;
        float largest = input[first], sum = 0;
        for (std::size_t c = 0; c < channels; ++c) largest = std::max(largest, input[first + c * pixels]);
        for (std::size_t c = 0; c < channels; ++c)
            sum += output[first + c * pixels] = std::exp(input[first + c * pixels] - largest);
        for (std::size_t c = 0; c < channels; ++c) output[first + c * pixels] /= sum;
    }
    return output;
}

} // namespace fracbit::models
