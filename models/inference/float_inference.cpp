#include "models/inference/float_inference.hpp"

#include "models/inference/image_blocks.hpp"

#include <algorithm>

namespace fracbit::models {

FloatInference::FloatInference(const Model& model) : network_(model.network) {
    for (std::size_t i = 0; i < network_.layers.size(); ++i) layers_.emplace_back(network_.layers[i], model.layers[i]);
}

std::vector<float> FloatInference::run(std::span<const float> input, const FloatVisitor& visit) const {
    std::vector<std::vector<float>> outputs;
    const auto read = [&](int from) -> std::span<const float> {
        if (from < 0) return input;
        return outputs[static_cast<std::size_t>(from)];
    };
    for (int i = 0; i < static_cast<int>(layers_.size()); ++i) {
        const auto index = static_cast<std::size_t>(i);
        const auto residual =
            network_.layers[index].residual ? read(network_.residual_of(i)) : std::span<const float>();
        outputs.push_back(layers_[index].run(read(network_.source_of(i)), residual));
        if (visit) visit(i, outputs.back());
    }
    return outputs.back();
}

std::vector<float> FloatInference::run_images(std::span<const std::uint8_t> pixels) const {
    const std::int64_t images = count_images(pixels.size(), input_elements());
    std::vector<float> result(static_cast<std::size_t>(images * output_elements()));
    for_image_blocks(images, [&](std::int64_t first, std::int64_t count) {
        const auto block = pixels.subspan(static_cast<std::size_t>(first * input_elements()),
                                          static_cast<std::size_t>(count * input_elements()));
        const auto output = run(real_pixels(block));
        std::copy(output.begin(), output.end(), result.begin() + first * output_elements());
    });
    return result;
}

std::vector<float> real_pixels(std::span<const std::uint8_t> pixels) {
    std::vector<float> real(pixels.size());
    std::transform(pixels.begin(), pixels.end(), real.begin(), [](std::uint8_t pixel) { return pixel / 255.0F; });
    return real;
}

} // namespace fracbit::models
