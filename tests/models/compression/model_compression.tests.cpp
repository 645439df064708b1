#include "models/compression/model_compression.hpp"

#include "models/core/error.hpp"
#include "models/inference/model_weights.hpp"
#include "tests/models/compression/random_weights.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;
using Catch::Contains;

namespace {

Model float_model() {
    Layer first;
    first.name = "first";
    first.kind = LayerKind::linear;
    first.input = {30, 1, 1};
    first.out_channels = 20;
    Layer second = first;
    second.name = "second";
    second.input = first.output();
    second.out_channels = 10;
    Model model;
    model.network = {"two", {first, second}, false};
    model.layers = {{FloatWeights{normal_weights(1, 600)}, {}}, {FloatWeights{normal_weights(2, 200)}, {}}};
    model.golden.predictions = {1};
    model.test_accuracy = 0.5;
    return model;
}

} // namespace

TEST_CASE("every float layer of a model becomes sparse at its own sparsity") {
    const Model model = float_model();
    ModelCompressionOptions options;
    options.layers.sparsity = 0.5;
    options.sparsity["second"] = 0.8;
    const CompressedModel compressed = compress_model(model, options);
    REQUIRE(compressed.layers.size() == 2);
    CHECK(compressed.layers[0].name == "first");
    CHECK(compressed.layers[0].report.kept == 300);
    CHECK(compressed.layers[1].report.kept == 40);
    for (const auto& layer : compressed.model.layers) CHECK(std::holds_alternative<SparseWeights>(layer.weights));
    CHECK(compressed.model.golden.predictions.empty());
    CHECK(compressed.model.test_accuracy < 0);
}

TEST_CASE("layers without float weights stay as they are") {
    Model model = float_model();
    const Layer& layer = model.network.layers[0];
    const BinaryWeights binary{{BitVector(layer.weights())}, {std::vector<float>(20, 1.0F)}};
    model.layers[0].weights = binary;
    model.claimed_weight_bits = {binary.planes, {}};
    const CompressedModel compressed = compress_model(model, {});
    CHECK(compressed.layers.size() == 1);
    for (const auto& claimed : compressed.model.claimed_weight_bits) CHECK(claimed.empty());
    CHECK(std::get<BinaryWeights>(compressed.model.layers[0].weights).planes == binary.planes);
    CHECK_THAT(message_of<ConfigError>([&] { compress_model(compressed.model, {}); }),
               Contains("the model has no layer with float weights"));
}

TEST_CASE("a model that does not fit its network is refused") {
    Model model = float_model();
    model.layers.pop_back();
    CHECK_THROWS_AS(compress_model(model, {}), ConfigError);
}

TEST_CASE("a sparsity for a layer that does not exist is refused with the nearest name") {
    ModelCompressionOptions options;
    options.sparsity["secnd"] = 0.5;
    CHECK_THAT(message_of<ConfigError>([&] { compress_model(float_model(), options); }),
               Contains("a sparsity is given for 'secnd'") && Contains("did you mean 'second'?"));
}

TEST_CASE("progress names the layer") {
    std::vector<std::string> names;
    compress_model(float_model(), {}, [&](const std::string& layer, double) {
        if (names.empty() || names.back() != layer) names.push_back(layer);
    });
    CHECK(names == std::vector<std::string>{"first", "second"});
}
