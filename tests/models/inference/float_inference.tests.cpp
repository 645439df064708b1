#include "models/inference/float_inference.hpp"

#include "models/core/error.hpp"
#include "models/inference/float_dots.hpp"
#include "models/inference/model_weights.hpp"
#include "tests/models/inference/small_model.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>
#include <tbb/global_control.h>

#include <algorithm>
#include <bit>
#include <cmath>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

/// Output of a conv or linear layer by loops in double, from real weights in C order.
std::vector<double> reference(const Layer& layer, const std::vector<float>& weights, const std::vector<float>& bias,
                              const std::vector<float>& input) {
    const bool flat = layer.kind == LayerKind::linear;
    const TensorShape in = flat ? TensorShape{layer.input.elements(), 1, 1} : layer.input;
    const TensorShape out = layer.output();
    const std::int64_t depth = in.channels / layer.groups;
    std::vector<double> result;
    for (std::int64_t c = 0; c < out.channels; ++c)
        for (std::int64_t y = 0; y < out.height; ++y)
            for (std::int64_t x = 0; x < out.width; ++x) {
                double sum = bias.empty() ? 0 : bias[static_cast<std::size_t>(c)];
                std::int64_t k = c * layer.reduction();
                for (std::int64_t d = 0; d < depth; ++d)
                    for (std::int64_t ky = 0; ky < layer.kernel_height; ++ky)
                        for (std::int64_t kx = 0; kx < layer.kernel_width; ++kx, ++k) {
                            const std::int64_t iy =
                                y * layer.stride_height + ky * layer.dilation_height - layer.pad_height;
                            const std::int64_t ix =
                                x * layer.stride_width + kx * layer.dilation_width - layer.pad_width;
                            if (iy < 0 || iy >= in.height || ix < 0 || ix >= in.width) continue;
                            const std::int64_t channel = c / (out.channels / layer.groups) * depth + d;
                            sum += double{weights[static_cast<std::size_t>(k)]} *
                                   input[static_cast<std::size_t>((channel * in.height + iy) * in.width + ix)];
                        }
                result.push_back(layer.relu ? std::max(sum, 0.0) : sum);
            }
    return result;
}

std::vector<float> draw(Random& random, std::int64_t count) {
    std::vector<float> values(static_cast<std::size_t>(count));
    for (auto& value : values) value = static_cast<float>(2 * random.uniform() - 1);
    return values;
}

} // namespace

TEST_CASE("float sums of any length and number of positions come near those in double") {
    Random random(4);
    INFO("seed 4");
    for (const std::int64_t positions : {1, 3, 4, 9})
        for (const std::int64_t length : {1, 255, 256, 700}) {
            const auto weights = draw(random, 32 * length), inputs = draw(random, positions * length);
            std::vector<float> sums(static_cast<std::size_t>(32 * positions));
            float_dots({weights.data(), 32, inputs.data(), positions, length, sums.data()});
            for (std::int64_t p = 0; p < positions; ++p)
                for (std::int64_t c = 0; c < 32; ++c) {
                    double sum = 0;
                    for (std::int64_t k = 0; k < length; ++k)
                        sum += double{weights[static_cast<std::size_t>((c / 16 * length + k) * 16 + c % 16)]} *
                               inputs[static_cast<std::size_t>(p * length + k)];
                    CHECK(sums[static_cast<std::size_t>(p * 32 + c)] == Approx(sum).margin(1e-5));
                }
        }
}

TEST_CASE("a float layer equals the reference loops for any shape") {
    constexpr std::uint64_t seed = 21;
    INFO("seed " << seed);
    Random random(seed);
    const auto pick = [&random](int low, int high) {
        return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low) + 1));
    };
    for (int i = 0; i < 100; ++i) {
        Layer layer;
        layer.name = "x";
        layer.kind = random.below(4) == 0 ? LayerKind::linear : LayerKind::conv;
        const bool flat = layer.kind == LayerKind::linear;
        layer.groups = flat ? 1 : pick(1, 3);
        layer.input = {layer.groups * pick(1, 4), pick(7, 12), pick(7, 12)};
        layer.out_channels = layer.groups * pick(1, 20);
        layer.relu = random.below(2) == 1;
        if (!flat) {
            layer.kernel_height = pick(1, 4);
            layer.kernel_width = pick(1, 4);
            layer.stride_height = pick(1, 3);
            layer.stride_width = pick(1, 3);
            layer.pad_height = pick(0, 2);
            layer.pad_width = pick(0, 2);
            layer.dilation_height = pick(1, 2);
            layer.dilation_width = pick(1, 2);
        }
        ModelLayer weights;
        weights.weights = FloatWeights{draw(random, layer.weights())};
        if (random.below(2) == 1) weights.bias = draw(random, layer.out_channels);
        const auto one = draw(random, layer.input.elements()), two = draw(random, layer.input.elements());
        std::vector<float> both = one;
        both.insert(both.end(), two.begin(), two.end());
        const auto output = FloatLayer(layer, weights).run(both, {});
        auto expected = reference(layer, std::get<FloatWeights>(weights.weights).values, weights.bias, one);
        const auto second = reference(layer, std::get<FloatWeights>(weights.weights).values, weights.bias, two);
        expected.insert(expected.end(), second.begin(), second.end());
        REQUIRE(output.size() == expected.size());
        for (std::size_t j = 0; j < output.size(); ++j) REQUIRE(output[j] == Approx(expected[j]).margin(1e-5));
    }
}

TEST_CASE("encrypted weights are the scaled sum of their decoded planes") {
    const Model model = small_model(Kept::encrypted, 2, 5);
    const auto& encrypted = std::get<EncryptedWeights>(model.layers[0].weights);
    const auto real = real_weights(model.network.layers[0], model.layers[0]);
    REQUIRE(real.size() == 6 * 18);
    for (std::int64_t i = 0; i < 6 * 18; ++i) {
        double sum = 0;
        for (std::size_t plane = 0; plane < 2; ++plane) {
            const std::uint64_t x = encrypted.planes[plane].encrypted.extract(i / 7 * 5, 5);
            const bool one = std::popcount(x & encrypted.planes[plane].network->row(static_cast<int>(i % 7))) % 2 == 1;
            sum += (one ? 1 : -1) * encrypted.alpha[plane][static_cast<std::size_t>(i / 18)];
        }
        CHECK(real[static_cast<std::size_t>(i)] == Approx(sum).margin(1e-7));
    }
}

TEST_CASE("pools, sums and softmax work in float") {
    Layer layer;
    layer.name = "x";
    layer.kind = LayerKind::max_pool;
    layer.input = {1, 2, 3};
    layer.kernel_height = layer.kernel_width = 2;
    layer.pad_width = 1;
    const std::vector<float> input{-1, -2, -3, -4, -5, -6};
    const auto run = [&](std::span<const float> residual = {}) { return FloatLayer(layer, {}).run(input, residual); };
    CHECK(run() == std::vector<float>{-1, -1, -2, -3}); // padding never wins
    layer.kind = LayerKind::average_pool;
    CHECK(run() == std::vector<float>{-1.25, -3, -4, -2.25}); // padding counts as 0
    layer = Layer{};
    layer.name = "x";
    layer.input = {1, 2, 3};
    layer.kind = LayerKind::global_average_pool;
    CHECK(run() == std::vector<float>{-3.5});
    layer.kind = LayerKind::add;
    layer.relu = true;
    CHECK(run(std::vector<float>{2, 2, 2, 5, 5, 5}) == std::vector<float>{1, 0, 0, 1, 0, 0});
    layer.relu = false;
    layer.kind = LayerKind::softmax;
    layer.input = {2, 1, 3}; // pairs (-1, -4), (-2, -5), (-3, -6)
    const auto output = run();
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(output[i] == Approx(1 / (1 + std::exp(-3.0))));
        CHECK(output[3 + i] == Approx(1 / (1 + std::exp(3.0))));
    }
}

TEST_CASE("results do not depend on the number of threads or on the images beside") {
    const FloatInference inference(small_model(Kept::encrypted, 2, 5));
    const auto pixels = random_pixels(1, 50);
    const auto all = inference.run_images(pixels);
    REQUIRE(all.size() == 250);
    {
        const tbb::global_control one(tbb::global_control::max_allowed_parallelism, 1);
        CHECK(inference.run_images(pixels) == all);
    }
    const auto alone = inference.run(real_pixels(std::span(pixels).subspan(49 * 128, 128)));
    CHECK(std::equal(alone.begin(), alone.end(), all.begin() + 245));
}

TEST_CASE("the float path refuses what a model cannot hold, and broken images") {
    Layer layer;
    layer.name = "n";
    layer.kind = LayerKind::layer_norm;
    CHECK(message_of<ConfigError>([&] { FloatLayer(layer, {}); }) ==
          "layer 'n': the float path does not run layer_norm layers; a model file holds no parameters for them");
    const FloatInference inference(small_model(Kept::real, 1, 5));
    const std::vector<std::uint8_t> pixels(127);
    CHECK(message_of<ConfigError>([&] { (void)inference.run_images(pixels); }) ==
          "127 pixels, must be a multiple of 128, an image of the model's input shape");
}
