#include "training/network/trainable_network.hpp"

#include "models/core/error.hpp"
#include "models/inference/float_inference.hpp"
#include "models/network/network_csv.hpp"
#include "tests/support/message_of.hpp"
#include "tests/training/small_training.hpp"
#include "training/network/layer_walk.hpp"
#include "training/network/model_runner.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;

namespace {

/// Residuals, strides, a projection, an average pool: what ResNets have.
models::Network residual_network() {
    return models::parse_network(
        "name,kind,channels,height,width,out_channels,kernel,stride,padding,relu,source,residual\n"
        "conv1,conv,1,8,8,4,3,,1,1,,\n"
        "a,conv,4,8,8,4,3,,1,1,,\n"
        "b,conv,4,8,8,4,3,,1,1,,conv1\n"
        "down,conv,4,8,8,6,1,2,,,,\n"
        "c,conv,4,8,8,6,3,2,1,1,b,\n"
        "d,conv,6,4,4,6,3,,1,1,,down\n"
        "sum,add,6,4,4,,,,,1,,c\n"
        "some,average_pool,6,4,4,,2,2,,,,\n"
        "pool,global_average_pool,6,2,2,,,,,,,\n"
        "fc,linear,6,,,4,,,,,,\n",
        "residual.csv");
}

NetworkSpec spec_of(models::Network network, WeightKind kind, bool batch_norm) {
    NetworkSpec spec{std::move(network), {}, batch_norm, 3};
    spec.weights.assign(spec.network.layers.size(), {kind, 1, {8, 12, 2, 5}, 0.01});
    return spec;
}

std::string refusal(const std::string& csv) {
    return message_of<ConfigError>([&] { check_trainable(models::parse_network(csv, "n.csv")); });
}

} // namespace

TEST_CASE("a model rebuilt on tensors gives what the functional path gives") {
    const models::ImageSet images = patterns(12, 4, 9);
    for (const auto& network : {models::parse_network(network_text(), "small.csv"), residual_network()})
        for (const WeightKind kind : {WeightKind::encrypted, WeightKind::binary, WeightKind::real})
            for (const bool batch_norm : {false, true}) {
                TrainableNetwork trained(spec_of(network, kind, batch_norm));
                const at::Tensor input = images_of(models::ImageSetSource(images), 0, images.size(), at::kCPU);
                // Some steps forward, so that norms have statistics of their own.
                for (int i = 0; i < 30; ++i) trained.forward(input, {}).sum().item<float>();
                const models::Model model = trained.model();
                const std::vector<float> expected = models::FloatInference(model).run_images(images.pixels);
                const std::vector<float> found = numbers_of(ModelRunner(model).run(input));
                REQUIRE(found.size() == expected.size());
                for (std::size_t i = 0; i < found.size(); ++i)
                    REQUIRE(found[i] == Approx(expected[i]).epsilon(1e-4).margin(1e-4));
            }
}

TEST_CASE("without batch norms, training's forward pass is that of the model it writes") {
    TrainableNetwork trained(spec_of(residual_network(), WeightKind::encrypted, false));
    const at::Tensor input = images_of(models::ImageSetSource(patterns(5, 4, 2)), 0, 5, at::kCPU);
    CHECK(trained.forward(input, {}).allclose(ModelRunner(trained.model()).run(input), 1e-5, 1e-5));
}

TEST_CASE("equal seeds draw equal networks, other seeds others") {
    auto spec = spec_of(residual_network(), WeightKind::encrypted, false);
    const auto first = numbers_of(TrainableNetwork(spec).parameters()[0].value);
    CHECK(first == numbers_of(TrainableNetwork(spec).parameters()[0].value));
    spec.seed = 4;
    CHECK(first != numbers_of(TrainableNetwork(spec).parameters()[0].value));
}

TEST_CASE("networks that cannot be trained are refused, with all reasons") {
    CHECK(refusal("name,kind,channels,height,width,out_channels,kernel,relu\n"
                  "conv,conv,1,8,8,4,3,\n"
                  "soft,softmax,4,6,6,,,\n") ==
          "network 'n' cannot be trained: layer 'soft' is a softmax layer, training knows conv, linear, max_pool, "
          "average_pool, global_average_pool and add\n"
          "the last layer, 'soft', must be a linear one without ReLU, which gives a number for each class");
    CHECK(refusal("name,kind,channels,out_channels,repeat,relu\n"
                  "fc,linear,4,4,3,1\n") ==
          "network 'n' cannot be trained: layer 'fc' runs several times an image (repeat 3, refetches 1); training "
          "takes layers that run once\n"
          "the last layer, 'fc', must be a linear one without ReLU, which gives a number for each class");
    CHECK(refusal("# independent_layers = true\nname,kind,channels,out_channels\nfc,linear,4,4\n") ==
          "network 'n' cannot be trained: its layers are independent: nothing flows between them; use a network in our "
          "own columns");
}

TEST_CASE("steps stay before a pool whose input a residual reads too, as the model says") {
    const models::Network network =
        models::parse_network("name,kind,channels,height,width,out_channels,kernel,stride,padding,relu,residual\n"
                              "conv,conv,1,8,8,4,3,,1,1,\n"
                              "pool,max_pool,4,8,8,,3,1,1,,\n"
                              "sum,add,4,8,8,,,,,,conv\n"
                              "mean,global_average_pool,4,8,8,,,,,,\n"
                              "fc,linear,4,,,4,,,,,\n",
                              "shared.csv");
    NetworkSpec spec{network, {}, false, 3};
    spec.weights.assign(network.layers.size(), {WeightKind::real, 1, {}, 0.1});
    spec.activations.assign(network.layers.size(), {});
    spec.activations[0] = {ActivationKind::straight_through, 2, false, 1.5};
    TrainableNetwork trained(spec);
    const at::Tensor images = images_of(models::ImageSetSource(patterns(20, 4, 3)), 0, 20, at::kCPU);
    const at::Tensor expected = ModelRunner(trained.model()).run(images);
    CHECK(trained.forward(images, {}).detach().allclose(expected, 1e-4, 1e-5));
}

TEST_CASE("a batch norm before steps starts in the middle of their grid, any other at 0") {
    Recipe recipe = grid_recipe(WeightKind::aqe, ActivationKind::aqe, 2);
    for (ActivationSpec& spec : recipe.activations) spec.scale = 3;
    recipe.activations[0] = {};
    int norms = 0, middles = 0;
    const TrainableNetwork network({recipe.network, recipe.weights, true, recipe.seed, {}, recipe.activations});
    for (const Parameter& parameter : network.parameters()) {
        if (parameter.name.find(".norm.beta") == std::string::npos) continue;
        const auto layer = std::find_if(recipe.network.layers.begin(), recipe.network.layers.end(),
                                        [&](const auto& l) { return parameter.name == l.name + ".norm.beta"; });
        REQUIRE(layer != recipe.network.layers.end());
        const auto& steps = recipe.activations[static_cast<std::size_t>(layer - recipe.network.layers.begin())];
        const bool in_middle = layer->relu && steps.kind != ActivationKind::real;
        ++norms;
        middles += in_middle ? 1 : 0;
        CHECK(numbers_of(parameter.value).front() == (in_middle ? 1.5F : 0.0F));
    }
    CHECK(middles > 0);
    CHECK(norms > middles);
}
