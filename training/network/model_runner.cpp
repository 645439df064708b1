#include "training/network/model_runner.hpp"

#include "models/inference/model_weights.hpp"
#include "models/model/model_check.hpp"
#include "training/layers/layer_weights.hpp"
#include "training/network/layer_walk.hpp"

#include <algorithm>

namespace fracbit::training {
namespace {

constexpr std::int64_t images_a_block = 250;

at::Tensor tensor_of(const std::vector<float>& values, const std::vector<std::int64_t>& shape, at::Device device) {
    at::Tensor tensor = at::empty(shape);
    std::copy(values.begin(), values.end(), tensor.data_ptr<float>());
    return tensor.to(device);
}

} // namespace

ModelRunner::ModelRunner(const models::Model& model, at::Device device) : network_(model.network) {
    for (std::size_t i = 0; i < network_.layers.size(); ++i) {
        const models::Layer& layer = network_.layers[i];
        weights_.emplace_back();
        biases_.emplace_back();
        levels_.push_back(model.layers[i].activations);
        if (!runs_on_array(layer.kind)) continue;
        weights_.back() = tensor_of(models::real_weights(layer, model.layers[i]), models::weight_shape(layer), device);
        if (!model.layers[i].bias.empty())
            biases_.back() = tensor_of(model.layers[i].bias, {layer.out_channels}, device);
    }
}

at::Tensor ModelRunner::run(const at::Tensor& images) const {
    const at::NoGradGuard no_gradients;
    const auto run = [&](std::size_t i, const at::Tensor& input) {
        return apply_weights(network_.layers[i], input, weights_[i], biases_[i]);
    };
    const auto activate = [&](std::size_t i, const at::Tensor& value) {
        if (!network_.layers[i].relu) return value;
        if (!levels_[i]) return at::relu(value);
        const double step = levels_[i]->step();
        return at::floor(value / step + 0.5).clamp(0, levels_[i]->highest()) * step;
    };
    return walk(network_, images, run, activate);
}

at::Tensor images_of(const models::ImageSource& set, std::int64_t first, std::int64_t count, at::Device device,
                     int threads) {
    const models::TensorShape shape = set.shape();
    const std::vector<std::uint8_t> pixels = models::read_images(set, first, count, {threads, std::nullopt});
    at::Tensor images = at::empty({count, shape.channels, shape.height, shape.width});
    std::transform(pixels.begin(), pixels.end(), images.data_ptr<float>(),
                   [](std::uint8_t pixel) { return static_cast<float>(pixel) / 255.0F; });
    return images.to(device);
}

Evaluation evaluate(const models::Model& model, const models::ImageSource& set, at::Device device,
                    const EvaluationOptions& options) {
    const ModelRunner runner(model, device);
    Evaluation result;
    for (std::int64_t first = 0; first < set.size(); first += images_a_block) {
        if (options.stop) options.stop();
        const std::int64_t count = std::min(images_a_block, set.size() - first);
        const at::Tensor logits =
            runner.run(images_of(set, first, count, device, options.threads)).cpu().contiguous();
        const std::int64_t classes = logits.size(1);
        const float* row = logits.data_ptr<float>();
        for (std::int64_t image = first; image < first + count; ++image) {
            const auto best = static_cast<std::uint16_t>(std::max_element(row, row + classes) - row);
            result.predictions.push_back(best);
            result.correct += best == set.labels()[static_cast<std::size_t>(image)] ? 1 : 0;
            if (image < options.logits_kept) result.first_logits.emplace_back(row, row + classes);
            row += classes;
        }
    }
    return result;
}

} // namespace fracbit::training
