#include "training/network/model_runner.hpp"

#include "models/inference/model_weights.hpp"
#include "models/model/model_check.hpp"
#include "training/layers/layer_weights.hpp"
#include "training/network/layer_walk.hpp"

#include <algorithm>
#include <numeric>

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

at::Tensor images_of(const models::ImageSet& set, const std::vector<std::int64_t>& picked, at::Device device) {
    at::Tensor images =
        at::empty({static_cast<std::int64_t>(picked.size()), set.shape.channels, set.shape.height, set.shape.width});
    float* to = images.data_ptr<float>();
    for (const std::int64_t i : picked)
        to = std::transform(set.image(i).begin(), set.image(i).end(), to,
                            [](std::uint8_t pixel) { return static_cast<float>(pixel) / 255.0F; });
    return images.to(device);
}

Evaluation evaluate(const models::Model& model, const models::ImageSet& set, at::Device device,
                    std::int64_t logits_kept, const std::function<void()>& stop) {
    const ModelRunner runner(model, device);
    Evaluation result;
    for (std::int64_t first = 0; first < set.size(); first += images_a_block) {
        if (stop) stop();
        std::vector<std::int64_t> picked(static_cast<std::size_t>(std::min(images_a_block, set.size() - first)));
        std::iota(picked.begin(), picked.end(), first);
        const at::Tensor logits = runner.run(images_of(set, picked, device)).cpu().contiguous();
        const std::int64_t classes = logits.size(1);
        const float* row = logits.data_ptr<float>();
        for (const std::int64_t image : picked) {
            const auto best = static_cast<std::uint8_t>(std::max_element(row, row + classes) - row);
            result.predictions.push_back(best);
            result.correct += best == set.labels[static_cast<std::size_t>(image)] ? 1 : 0;
            if (image < logits_kept) result.first_logits.emplace_back(row, row + classes);
            row += classes;
        }
    }
    return result;
}

} // namespace fracbit::training
