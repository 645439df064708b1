#include "models/inference/integer_inference.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/inference/synthetic_input.hpp"
#include "models/inference/synthetic_workload.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

Layer conv(const std::string& name, const TensorShape& input, std::int64_t channels, std::int64_t kernel, bool relu) {
    Layer layer;
    layer.name = name;
    layer.input = input;
    layer.out_channels = channels;
    layer.kernel_height = layer.kernel_width = kernel;
    layer.pad_height = layer.pad_width = kernel / 2;
    layer.relu = relu;
    return layer;
}

/// conv a, conv b on it with a's output as residual, add of b and a, pool, linear on 3 x 3 x 4.
Network residual_network() {
    Network network;
    network.name = "small";
    network.layers = {conv("a", {2, 6, 6}, 4, 3, true), conv("b", {4, 6, 6}, 4, 3, false)};
    network.layers[1].residual = "a";
    Layer sum = network.layers[1];
    sum.name = "sum";
    sum.kind = LayerKind::add;
    sum.kernel_height = sum.kernel_width = 1;
    sum.pad_height = sum.pad_width = 0;
    network.layers.push_back(sum);
    Layer pool;
    pool.name = "pool";
    pool.kind = LayerKind::max_pool;
    pool.input = {4, 6, 6};
    pool.kernel_height = pool.kernel_width = pool.stride_height = pool.stride_width = 2;
    network.layers.push_back(pool);
    Layer linear;
    linear.name = "fc";
    linear.kind = LayerKind::linear;
    linear.input = {4, 3, 3};
    linear.out_channels = 10;
    network.layers.push_back(linear);
    return network;
}

} // namespace

TEST_CASE("a network's layers feed each other by name, residuals too") {
    const Network network = residual_network();
    const SyntheticWorkload workload(network, {});
    const auto input = draw_activations(1, 72);
    const auto all = IntegerInference(workload).outputs(input);
    REQUIRE(all.size() == 5);
    const auto run = [&](int i, const Activations& from, const Activations& residual = {}) {
        return run_layer(network.layers[static_cast<std::size_t>(i)], *workload.layer(i), from, residual);
    };
    CHECK(all[0] == run(0, input));
    CHECK(all[1] == run(1, all[0], all[0]));
    CHECK(all[2] == run(2, all[1], all[0]));
    CHECK(all[3] == run(3, all[2]));
    CHECK(all[4] == run(4, all[3]));
}

TEST_CASE("many images at once, on all cores or without a cache, give what each gives alone") {
    const SyntheticWorkload workload(residual_network(), {});
    const IntegerInference inference(workload), uncached(workload, {}, 0);
    constexpr std::size_t images = 37;
    const auto input = draw_activations(3, 72 * images);
    const auto together = inference.run(input);
    CHECK(inference.run_images(input) == together);
    CHECK(uncached.run_images(input) == together);
    REQUIRE(together.size() == 10 * images);
    for (std::size_t i = 0; i < images; ++i) {
        const auto alone = inference.run(std::span(input).subspan(i * 72, 72));
        REQUIRE(std::equal(alone.begin(), alone.end(), together.begin() + static_cast<std::ptrdiff_t>(10 * i)));
    }
}

TEST_CASE("a missing input is drawn, the same every time") {
    const Network network = residual_network();
    const SyntheticWorkload workload(network, {});
    const IntegerInference inference(workload);
    CHECK(inference.run({}) == inference.run(synthetic_input(network, 0)));
    CHECK(inference.run({}) != inference.run(draw_activations(99, 72)));
}

TEST_CASE("independent layers each get an input of their own") {
    Network network = residual_network();
    network.independent_layers = true;
    network.layers[1].residual.reset();
    network.layers[2].residual.reset();
    const SyntheticWorkload workload(network, {});
    const auto all = IntegerInference(workload).outputs({});
    REQUIRE(all.size() == 5);
    for (int i = 0; i < 5; ++i) {
        const auto index = static_cast<std::size_t>(i);
        CHECK(all[index] == run_layer(network.layers[index], *workload.layer(i), synthetic_input(network, i),
                                      synthetic_residual(network, i)));
    }
    const std::vector<std::uint8_t> image(72);
    CHECK(message_of<ConfigError>([&] { IntegerInference(workload).run(image); }) ==
          "network 'small' is a list of independent layers and takes no images");
}

TEST_CASE("drawn activations come lowest byte first and keep their low bits") {
    Random random(7);
    const std::uint64_t first = random.next(), second = random.next();
    const auto values = draw_activations(7, 10, 3);
    for (std::size_t i = 0; i < 10; ++i) CHECK(values[i] == (((i < 8 ? first : second) >> (8 * (i % 8))) & 7));
}

TEST_CASE("a layer's drawn operands have seeds of their own") {
    const Network network = residual_network();
    CHECK(synthetic_input(network, 2) == draw_activations(5, 4 * 6 * 6));
    CHECK(synthetic_residual(network, 2, 8) == draw_activations(6, 4 * 6 * 6));
    CHECK(synthetic_residual(network, 1, 8).empty()); // no add
}

TEST_CASE("decoded layers are kept as far as the cache has room") {
    const SyntheticWorkload drawn(residual_network(), {});
    struct Counting : Workload {
        explicit Counting(const Workload& from) : source(from) {}
        [[nodiscard]] const Network& network() const override { return source.network(); }
        [[nodiscard]] std::shared_ptr<const QuantizedLayer> layer(int i) const override {
            ++asked[static_cast<std::size_t>(i)];
            return source.layer(i);
        }
        const Workload& source;
        mutable std::vector<int> asked = std::vector<int>(5);
    };
    const std::int64_t first = IntegerLayer(drawn.network().layers[0], drawn.layer(0)).weight_bytes();
    REQUIRE(first > 0);
    const auto asked = [&](std::int64_t cache_bytes) {
        const Counting counting(drawn);
        const IntegerInference inference(counting, {}, cache_bytes);
        inference.run({});
        inference.run({});
        return counting.asked;
    };
    CHECK(asked(1 << 20) == std::vector<int>{1, 1, 1, 1, 1});
    CHECK(asked(first) == std::vector<int>{1, 2, 1, 1, 2}); // those without weights need no room
    CHECK(asked(first - 1)[0] == 2);
}

TEST_CASE("images of the wrong size are refused") {
    const SyntheticWorkload workload(residual_network(), {});
    const IntegerInference inference(workload);
    const std::vector<std::uint8_t> image(71);
    CHECK(message_of<ConfigError>([&] { inference.run(image); }) ==
          "network 'small': 71 input values, must be a multiple of 72");
    CHECK(message_of<ConfigError>([&] { (void)inference.run_images(image); }) ==
          "71 pixels, must be a multiple of 72, an image of the model's input shape");
}

TEST_CASE("the prediction is the first of equal maxima") {
    const std::vector<std::uint8_t> outputs{1, 9, 9, 4, 4, 4, 0, 1, 2};
    CHECK(predictions(outputs, 3) == std::vector<std::uint16_t>{1, 0, 2});
}
