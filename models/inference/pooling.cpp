#include "models/inference/rescale.hpp"
#include "models/inference/vector_layers.hpp"

namespace fracbit::models {
namespace {

/// The window of a pooling layer; global average pooling has one over the whole image.
struct Window {
    std::int64_t height, width, stride_y, stride_x, pad_y, pad_x, dilation_y, dilation_x;
};

Window window_of(const Layer& layer) {
    if (layer.kind == LayerKind::global_average_pool) return {layer.input.height, layer.input.width, 1, 1, 0, 0, 1, 1};
    return {layer.kernel_height, layer.kernel_width, layer.stride_height,   layer.stride_width,
            layer.pad_height,    layer.pad_width,    layer.dilation_height, layer.dilation_width};
}

/// Calls `use` with every valid value under the window at output position (y, x) of one channel's image.
template <class Use>
void visit(const TensorShape& shape, const Window& window, const std::uint8_t* image, std::int64_t y, std::int64_t x,
           Use use) {
    for (std::int64_t ky = 0; ky < window.height; ++ky) {
        const std::int64_t row = y * window.stride_y + ky * window.dilation_y - window.pad_y;
        if (row < 0 || row >= shape.height) continue;
        for (std::int64_t kx = 0; kx < window.width; ++kx) {
            const std::int64_t column = x * window.stride_x + kx * window.dilation_x - window.pad_x;
            if (column >= 0 && column < shape.width) use(image[row * shape.width + column]);
        }
    }
}

} // namespace

Activations run_pooling(const Layer& layer, const QuantizedLayer& quantized, std::span<const std::uint8_t> input) {
    const Window window = window_of(layer);
    const TensorShape out = layer.output();
    const std::int64_t pixels = layer.input.height * layer.input.width;
    const std::int64_t images = static_cast<std::int64_t>(input.size()) / pixels; // rows * channels
    Activations output;
    output.reserve(static_cast<std::size_t>(images * out.height * out.width));
    for (std::int64_t i = 0; i < images; ++i) {
        const std::uint8_t* image = input.data() + i * pixels;
        const auto channel = static_cast<std::size_t>(i % out.channels);
        for (std::int64_t y = 0; y < out.height; ++y)
            for (std::int64_t x = 0; x < out.width; ++x) {
                std::int64_t valid = 0, sum = 0;
                std::uint8_t largest = 0;
                visit(layer.input, window, image, y, x, [&](std::uint8_t value) {
                    ++valid;
                    sum += value;
                    largest = std::max(largest, value);
                });
                if (layer.kind == LayerKind::max_pool) {
                    output.push_back(valid > 0 ? largest : quantized.input_zero_point);
                    continue;
                }
                sum += (window.height * window.width - valid) * quantized.input_zero_point;
                output.push_back(rescale(quantized.rescaling, sum * quantized.rescaling.multipliers[0][channel] +
                                                                  quantized.rescaling.offsets[channel]));
            }
    }
    return output;
}

} // namespace fracbit::models
