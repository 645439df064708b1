#include "models/network/layer.hpp"

#include "models/network/layer_problems.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace fracbit::models {
namespace {

constexpr std::array kind_names{
    std::pair{LayerKind::conv, "conv"},
    std::pair{LayerKind::linear, "linear"},
    std::pair{LayerKind::attention, "attention"},
    std::pair{LayerKind::max_pool, "max_pool"},
    std::pair{LayerKind::average_pool, "average_pool"},
    std::pair{LayerKind::global_average_pool, "global_average_pool"},
    std::pair{LayerKind::add, "add"},
    std::pair{LayerKind::softmax, "softmax"},
    std::pair{LayerKind::layer_norm, "layer_norm"},
    std::pair{LayerKind::rms_norm, "rms_norm"},
    std::pair{LayerKind::lookup, "lookup"},
};

/// Kinds whose output is one vector of out_channels.
bool is_flat(LayerKind kind) { return kind == LayerKind::linear || kind == LayerKind::attention; }

std::int64_t window_steps(std::int64_t size, std::int64_t pad, std::int64_t kernel, std::int64_t dilation,
                          std::int64_t stride) {
    return (size + 2 * pad - window_extent(kernel, dilation)) / stride + 1;
}

std::int64_t out_size(const Layer& layer, std::int64_t size, std::int64_t windowed) {
    if (has_window(layer.kind)) return windowed;
    return is_flat(layer.kind) || layer.kind == LayerKind::global_average_pool ? 1 : size;
}

} // namespace

std::int64_t Layer::out_height() const {
    return out_size(*this, input.height,
                    window_steps(input.height, pad_height, kernel_height, dilation_height, stride_height));
}

std::int64_t Layer::out_width() const {
    return out_size(*this, input.width,
                    window_steps(input.width, pad_width, kernel_width, dilation_width, stride_width));
}

TensorShape Layer::output() const {
    return {runs_on_array(kind) ? out_channels : input.channels, out_height(), out_width()};
}

std::int64_t Layer::positions() const { return repeat * out_height() * out_width(); }

std::int64_t Layer::reduction() const {
    if (kind == LayerKind::conv) return input.channels / groups * kernel_height * kernel_width;
    return is_flat(kind) ? input.elements() : 0;
}

std::int64_t Layer::weights() const { return runs_on_array(kind) ? out_channels * reduction() : 0; }

std::int64_t Layer::macs() const { return weights() * positions() * refetches; }

const char* to_string(LayerKind kind) {
    return std::find_if(kind_names.begin(), kind_names.end(), [kind](const auto& entry) { return entry.first == kind; })
        ->second;
}

std::optional<LayerKind> layer_kind_from(const std::string& text) {
    for (const auto& [kind, name] : kind_names)
        if (text == name) return kind;
    return std::nullopt;
}

} // namespace fracbit::models
