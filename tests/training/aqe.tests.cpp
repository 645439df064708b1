// Networks on grids of 1 to 3 bits, from their gradients to the integers that the machine computes.
#include "models/core/error.hpp"
#include "models/files/model_file.hpp"
#include "models/inference/float_inference.hpp"
#include "models/inference/integer_inference.hpp"
#include "models/inference/model_weights.hpp"
#include "models/inference/quantizer.hpp"
#include "tests/support/message_of.hpp"
#include "tests/support/temporary_folder.hpp"
#include "tests/training/small_training.hpp"
#include "training/layers/grid_weights.hpp"
#include "training/network/model_runner.hpp"
#include "training/network/trainable_network.hpp"
#include "training/run/trainer.hpp"

#include <torch/csrc/autograd/autograd.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <set>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;

namespace {

struct GridCase {
    WeightKind weights;
    ActivationKind activations;
    int bits;
    GridKind grid = GridKind::xnor;
    Hardening hardening = Hardening::jump;
};

const std::vector<GridCase> grid_cases{{WeightKind::aqe, ActivationKind::aqe, 1},
                                       {WeightKind::straight_through, ActivationKind::straight_through, 1},
                                       {WeightKind::aqe, ActivationKind::aqe, 2},
                                       {WeightKind::aqe, ActivationKind::aqe, 3},
                                       {WeightKind::aqe, ActivationKind::straight_through, 2, GridKind::shift},
                                       {WeightKind::aqe, ActivationKind::aqe, 3, GridKind::shift}};

Recipe recipe_of(const GridCase& each) {
    Recipe recipe = grid_recipe(each.weights, each.activations, each.bits, each.grid);
    if (each.hardening == Hardening::ramp) recipe.schedule.steepness = {1, 1, 0.5, Hardening::ramp};
    return recipe;
}

TrainableNetwork network_of(const Recipe& recipe) {
    return TrainableNetwork({recipe.network, recipe.weights, recipe.batch_norm, recipe.seed, {}, recipe.activations});
}

at::Tensor tensor_of(const models::ImageSet& images) {
    return images_of(models::ImageSetSource(images), 0, images.size(), at::kCPU);
}

TrainingResult train_in(const TemporaryFolder& folder, const Recipe& recipe, const models::ImageSet& test) {
    TrainingOptions options;
    options.folder = folder.file("run");
    options.threads = 1;
    return train(recipe, models::ImageSetSource(patterns(200, 4, 1)), models::ImageSetSource(test), options);
}

/// Float weights in the first and last layer, which the machine rounds to 8 bits when it gets them.
Recipe with_float_ends(Recipe recipe) {
    recipe.weights.front().kind = recipe.weights.back().kind = WeightKind::real;
    return recipe;
}

/// Predictions of the integer path that equal the trainer's.
int equal_predictions(const models::Model& model, const models::ImageSet& test, int activation_bits) {
    models::QuantizeOptions options;
    options.activation_bits = activation_bits;
    const models::StoredWorkload workload(models::quantize(model, models::calibrate(model, test.pixels), options));
    const auto outputs = models::IntegerInference(workload, {activation_bits})
                             .run_images(models::quantize_pixels(test.pixels, workload.quantized().input));
    const auto predicted = models::predictions(outputs, model.network.layers.back().out_channels);
    int equal = 0;
    for (std::size_t i = 0; i < predicted.size(); ++i) equal += predicted[i] == model.golden.predictions[i] ? 1 : 0;
    return equal;
}

/// Values of all layers but the last that are other levels on the integer path than on the float path.
std::int64_t differing_levels(const models::Model& model, const models::ImageSet& test, int bits) {
    models::QuantizeOptions options;
    options.activation_bits = bits;
    const models::StoredWorkload workload(models::quantize(model, models::calibrate(model, test.pixels), options));
    const auto found = models::IntegerInference(workload, {bits})
                           .outputs(models::quantize_pixels(test.pixels, workload.quantized().input));
    const float step = 2.0F / static_cast<float>((1 << bits) - 1);
    std::int64_t differing = 0;
    models::FloatInference(model).run(models::real_pixels(test.pixels), [&](int layer, std::span<const float> output) {
        if (layer == 4) return;
        const auto& levels = found[static_cast<std::size_t>(layer)];
        REQUIRE(levels.size() == output.size());
        for (std::size_t i = 0; i < output.size(); ++i)
            differing += static_cast<float>(levels[i]) * step == output[i] ? 0 : 1;
    });
    return differing;
}

} // namespace

TEST_CASE("gradients of a smooth network on grids agree with finite differences, from weights to learnt scales") {
    for (const int bits : {1, 2, 3}) {
        Recipe recipe = with_float_ends(grid_recipe(WeightKind::aqe, ActivationKind::aqe, bits));
        recipe.network.layers.erase(recipe.network.layers.begin() + 2); // the pool's maximum has kinks
        recipe.network.layers[2].input = {8, 8, 8};
        for (ActivationSpec& spec : recipe.activations) spec.learnt = true;
        TrainableNetwork network = network_of(recipe);
        const at::Tensor images = tensor_of(patterns(6, 4, 3));
        const auto loss = [&] {
            return network.forward(images, {Estimator::flexor, 10, 1.5}).to(at::kDouble).square().mean();
        };
        std::vector<at::Tensor> inputs;
        for (const Parameter& parameter : network.parameters()) inputs.push_back(parameter.value);
        const auto gradients = torch::autograd::grad({loss()}, inputs);
        Random random(5);
        constexpr double h = 0.004;
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            // Along a drawn direction: a single number would drown in the rounding of the sums.
            const at::Tensor direction = drawn_normal(inputs[i].sizes().vec(), 1, random);
            const at::Tensor unit = direction / direction.norm();
            const auto moved = [&](double by) {
                const at::NoGradGuard no_gradients;
                inputs[i].add_(unit, by);
                const double value = loss().item<double>();
                inputs[i].sub_(unit, by);
                return value;
            };
            const double expected = (moved(h) - moved(-h)) / (2 * h);
            const double found = (gradients[i] * unit).sum().item<double>();
            CAPTURE(bits, network.parameters()[i].name, expected, found);
            CHECK(found == Approx(expected).epsilon(0.02).margin(2e-3 * loss().item<double>()));
        }
    }
}

TEST_CASE("the hard network computes what its model says, pools before the steps or behind them") {
    for (const GridCase& each : grid_cases) {
        CAPTURE(static_cast<int>(each.weights), each.bits);
        Recipe recipe = recipe_of(each);
        recipe.batch_norm = false;
        TrainableNetwork network = network_of(recipe);
        const at::Tensor images = tensor_of(patterns(20, 4, 3));
        const at::Tensor found = network.forward(images, {}).detach();
        CHECK(found.allclose(ModelRunner(network.model()).run(images), 1e-3, 1e-4));
    }
}

TEST_CASE("a network of hardness 1 has the outputs of the hard one, to the last bit, and gradients of its own") {
    for (const GridCase& each : grid_cases) {
        CAPTURE(static_cast<int>(each.weights), each.bits, static_cast<int>(each.grid));
        TrainableNetwork network = network_of(recipe_of(each));
        const at::Tensor images = tensor_of(patterns(20, 4, 3));
        const at::Tensor jump = network.forward(images, {}),
                         ramp = network.forward(images, {Estimator::flexor, 10, 1, 1});
        CHECK(ramp.equal(jump));
        const bool smooth = each.weights == WeightKind::aqe || each.activations == ActivationKind::aqe;
        CHECK(network.forward(images, {Estimator::flexor, 10, 1, 0.5}).equal(jump) != smooth);
        const at::Tensor x = network.parameters().front().value;
        const auto gradient = [&](const at::Tensor& y) { return torch::autograd::grad({y.square().sum()}, {x})[0]; };
        CHECK(gradient(ramp).equal(gradient(jump)) == (each.activations != ActivationKind::aqe));
    }
}

TEST_CASE("activations straight through are the sign of BNN, moved up by one, with its clipped gradient") {
    const ActivationQuantizer quantizer({ActivationKind::straight_through, 1, false, 2}, at::kCPU);
    const at::Tensor x = at::tensor({-0.5F, 0.2F, 1.0F, 1.9F, 2.5F}).requires_grad_(true); // 1 + z
    const at::Tensor y = quantizer.apply(x, 1);
    CHECK(y.equal(at::tensor({0.0F, 0.0F, 2.0F, 2.0F, 2.0F})));
    CHECK(torch::autograd::grad({y}, {x}, {at::ones({5})})[0].equal(at::tensor({0.0F, 1.0F, 1.0F, 1.0F, 0.0F})));
}

TEST_CASE("a learnt scale has the gradient of scale times staircase, and stays above zero") {
    const ActivationQuantizer quantizer({ActivationKind::aqe, 2, true, 3}, at::kCPU);
    at::Tensor scale = quantizer.parameters("a").at(0).value;
    CHECK(quantizer.parameters("a").at(0).name == "a.activations.scale");
    const at::Tensor x = at::tensor({1.2F, 5.0F});
    // x / scale = 0.4 is nearest to 1/3; the clipped identity lets -x/scale through: 1/3 - 0.4. Above the grid: 1.
    const auto gradient = [&](int i) {
        return torch::autograd::grad({quantizer.apply(x, hard)[i]}, {scale})[0].item<double>();
    };
    CHECK(gradient(0) == Approx(1 / 3.0 - 0.4).epsilon(1e-4));
    CHECK(gradient(1) == Approx(1));
    CHECK(quantizer.levels() == models::ActivationLevels{2, 3.0F});
    const at::NoGradGuard no_gradients;
    scale.fill_(-4);
    CHECK(quantizer.levels().scale == 0.001F);
    CHECK(quantizer.apply(x, hard).equal(at::full({2}, 0.001F)));
}

TEST_CASE("weights and activations of a trained network lie exactly on their grids") {
    for (const GridCase& each : grid_cases) {
        CAPTURE(static_cast<int>(each.weights), each.bits, static_cast<int>(each.grid));
        const TemporaryFolder folder;
        const models::ImageSet test = patterns(40, 4, 2);
        const models::Model model = models::read_model(train_in(folder, recipe_of(each), test).model_path);
        std::vector<double> grid = grid_levels(each.grid, each.bits);
        for (const std::size_t layer : {1U, 3U}) {
            const models::Layer& shape = model.network.layers[layer];
            const std::vector<float> weights = models::real_weights(shape, model.layers[layer]);
            // The highest level of each channel: all signs +1, or the largest exponent.
            std::vector<float> highest(static_cast<std::size_t>(shape.out_channels), 0.0F);
            if (const auto* shift = std::get_if<models::ShiftWeights>(&model.layers[layer].weights)) {
                REQUIRE(each.grid == GridKind::shift);
                REQUIRE(shift->q == each.bits);
                for (std::size_t c = 0; c < highest.size(); ++c)
                    highest[c] = std::ldexp(shift->alpha[c], (1 << (each.bits - 1)) - 1);
            } else {
                const auto& alpha = models::scales_of(model.layers[layer]);
                REQUIRE(static_cast<int>(alpha.size()) == each.bits);
                for (const auto& plane : alpha)
                    for (std::size_t c = 0; c < highest.size(); ++c) highest[c] += plane[c];
            }
            std::set<std::size_t> used;
            for (std::size_t k = 0; k < weights.size(); ++k) {
                const double top = highest[k / static_cast<std::size_t>(shape.reduction())];
                const auto level = std::find_if(grid.begin(), grid.end(), [&](double at) {
                    return std::abs(at * top - weights[k]) <= 1e-6 * std::abs(top);
                });
                REQUIRE(level != grid.end());
                used.insert(static_cast<std::size_t>(level - grid.begin()));
            }
            CHECK(used.size() == grid.size());
        }
        models::FloatInference(model).run(models::real_pixels(test.pixels),
                                          [&](int layer, std::span<const float> output) {
                                              if (layer == 4) return;
                                              const float step = 2.0F / static_cast<float>((1 << each.bits) - 1);
                                              std::set<float> found(output.begin(), output.end());
                                              CHECK(found.size() > std::size_t{1} << (each.bits - 1));
                                              CHECK(*found.rbegin() == 2.0F);
                                              for (const float value : found)
                                                  REQUIRE(value == std::round(value / step) * step);
                                          });
    }
}

TEST_CASE("networks on grids learn, and machine, functional path and trainer agree on them") {
    std::vector<GridCase> cases = grid_cases;
    for (const int bits : {1, 3}) {
        cases.push_back({WeightKind::aqe, ActivationKind::aqe, bits});
        cases.back().hardening = Hardening::ramp;
    }
    for (const GridCase& each : cases) {
        CAPTURE(static_cast<int>(each.weights), each.bits, static_cast<int>(each.grid),
                static_cast<int>(each.hardening));
        const TemporaryFolder folder;
        const models::ImageSet test = patterns(400, 4, 2, 110);
        Recipe recipe = recipe_of(each);
        recipe.schedule.epochs = 8;
        const TrainingResult result = train_in(folder, recipe, test);
        CHECK(result.test_accuracy > 0.6);
        CHECK(result.functional_equal >= 399); // sums that meet a threshold to the last bit
        const models::Model model = models::read_model(result.model_path);
        CHECK(equal_predictions(model, test, each.bits) >= 396); // outputs of 8 bits may be equally large
    }
}

TEST_CASE(
    "the integer path meets the very levels of the float path, unless first and last layer are trained in float") {
    for (const GridCase& each : grid_cases) {
        CAPTURE(static_cast<int>(each.weights), each.bits, static_cast<int>(each.grid));
        const models::ImageSet test = patterns(100, 4, 2);
        const auto other_levels = [&](const Recipe& recipe) {
            const TemporaryFolder folder;
            const models::Model model = models::read_model(train_in(folder, recipe, test).model_path);
            return differing_levels(model, test, each.bits);
        };
        // A sum may meet a threshold to the last bit of a float.
        const std::int64_t values = 100 * (6 * 64 + 8 * 64 + 8 * 16 + 20);
        CHECK(other_levels(recipe_of(each)) <= values / 10'000);
        CHECK(other_levels(with_float_ends(recipe_of(each))) > values / 10'000);
    }
}

TEST_CASE("weights alone on a grid give the trainer's accuracy exactly on the functional path") {
    for (const int bits : {1, 2, 3}) {
        const TemporaryFolder folder;
        const TrainingResult result =
            train_in(folder, grid_recipe(WeightKind::aqe, ActivationKind::real, bits), patterns(200, 4, 2));
        CHECK(result.functional_equal == 200);
        CHECK(static_cast<double>(result.functional_correct) / 200 == result.test_accuracy);
    }
}
