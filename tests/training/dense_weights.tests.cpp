#include "training/layers/dense_weights.hpp"

#include "models/files/model_file.hpp"
#include "models/inference/model_weights.hpp"
#include "models/inference/quantized_weights.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/training/small_training.hpp"
#include "training/network/trainable_network.hpp"

#include <torch/csrc/autograd/autograd.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;

namespace {

models::Layer conv(std::int64_t channels, std::int64_t out_channels) {
    models::Layer layer;
    layer.name = "conv";
    layer.kind = models::LayerKind::conv;
    layer.input = {channels, 8, 8};
    layer.out_channels = out_channels;
    layer.kernel_height = layer.kernel_width = 3;
    return layer;
}

/// The integers that the machine holds for these weights.
std::vector<int> machine_codes(const models::Layer& layer, const models::Weights& weights) {
    models::QuantizedLayer quantized;
    models::quantize_weights(layer, {weights, {}}, {}, quantized);
    REQUIRE(quantized.format == models::WeightFormat::dense8);
    return {quantized.dense.begin(), quantized.dense.end()};
}

} // namespace

TEST_CASE("weights of 8 bits are the nearest 127ths of their channel's largest") {
    const at::Tensor x = at::tensor({1.27F, -0.5F, 0.006F, 0.004F, //
                                     2.2F, -254.0F, 1.1F, 0.9F,    //
                                     0.0F, 0.0F, 0.0F, 0.0F})
                             .view({3, 4});
    const at::Tensor expected = at::tensor({1.27F, -0.5F, 0.01F, 0.0F, //
                                            2.0F, -254.0F, 2.0F, 0.0F, //
                                            0.0F, 0.0F, 0.0F, 0.0F})
                                    .view({3, 4});
    CHECK(dense8(x).allclose(expected, 1e-6, 0));
    CHECK(dense8(x)[1].equal(expected[1]));
    CHECK(dense8(x)[2].equal(expected[2]));
    CHECK(dense8(x.view({3, 2, 2, 1})).equal(dense8(x).view({3, 2, 2, 1})));
}

TEST_CASE("gradients pass the rounding to 8 bits as if it were not there") {
    const at::Tensor x = at::tensor({127.0F, 3.4F, -0.2F, -1.0F, 0.3F, 12.7F}).view({2, 3}).requires_grad_(true);
    // W is {127, 3, 0} and {-1, 0.3, 12.7}; the loss is the square of the first channel's sum with {1, 2, 4}.
    const at::Tensor input = at::tensor({1.0F, 2.0F, 4.0F});
    const at::Tensor loss = (dense8(x)[0] * input).sum().square();
    CHECK(loss.item<double>() == 133.0 * 133.0);
    const auto gradient = torch::autograd::grad({loss}, {x})[0];
    CHECK(gradient.equal(at::tensor({266.0F, 532.0F, 1064.0F, 0.0F, 0.0F, 0.0F}).view({2, 3})));
}

TEST_CASE("the machine finds the very integers of weights of 8 bits again, whatever norm is folded into them") {
    const models::Layer layer = conv(16, 40);
    Random random(11);
    const auto weights = make_dense_weights(layer, at::kCPU, random);
    const std::int64_t reduction = layer.reduction();
    std::vector<float> scale;
    for (std::int64_t c = 0; c < layer.out_channels; ++c)
        scale.push_back(static_cast<float>((c % 2 == 0 ? -1 : 1) * std::exp(3 * random.normal())));
    const std::vector<float> trained = numbers_of(weights->value({}));
    const std::vector<int> found = machine_codes(layer, weights->stored(scale));
    for (std::int64_t c = 0; c < layer.out_channels; ++c) {
        const auto row = trained.begin() + c * reduction;
        double largest = 0;
        for (std::int64_t k = 0; k < reduction; ++k) largest = std::max(largest, std::abs(double{row[k]}));
        int reached = 0;
        for (std::int64_t k = 0; k < reduction; ++k) {
            const double steps = row[k] / largest * 127;
            CAPTURE(c, k, steps);
            REQUIRE(std::abs(steps - std::round(steps)) < 1e-4);
            const int code = found[static_cast<std::size_t>(c * reduction + k)];
            REQUIRE(code == (c % 2 == 0 ? -1 : 1) * std::lround(steps));
            reached = std::max(reached, std::abs(code));
        }
        CHECK(reached == 127);
    }
}

TEST_CASE("weights of 8 bits come back from a model file bit for bit") {
    Recipe recipe = grid_recipe(WeightKind::aqe, ActivationKind::aqe, 1);
    recipe.weights.front().kind = recipe.weights.back().kind = WeightKind::dense8;
    recipe.batch_norm = false;
    const TrainableNetwork network(
        {recipe.network, recipe.weights, recipe.batch_norm, recipe.seed, {}, recipe.activations});
    models::Model written = network.model();
    written.dataset = "mnist";
    const TemporaryFolder folder;
    models::write_model(written, folder.file("model.h5"));
    const models::Model read = models::read_model(folder.file("model.h5"));
    int compared = 0;
    for (const Parameter& parameter : network.parameters())
        for (const std::size_t i : {std::size_t{0}, recipe.weights.size() - 1})
            if (parameter.name == recipe.network.layers[i].name + ".dense8.x") {
                CHECK(models::real_weights(read.network.layers[i], read.layers[i]) ==
                      numbers_of(dense8(parameter.value)));
                ++compared;
            }
    CHECK(compared == 2);
}
