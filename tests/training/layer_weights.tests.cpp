#include "training/layers/layer_weights.hpp"

#include "models/core/error.hpp"
#include "models/inference/model_weights.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace fracbit;
using namespace fracbit::training;

namespace {

models::Layer linear(std::int64_t in, std::int64_t out) {
    models::Layer layer;
    layer.name = "fc";
    layer.kind = models::LayerKind::linear;
    layer.input = {in, 1, 1};
    layer.out_channels = out;
    return layer;
}

} // namespace

TEST_CASE("what is stored rebuilds to the very weights that training used, whatever they are") {
    const models::Layer layer = linear(37, 5);
    const std::vector<float> ones(5, 1.0F);
    for (const WeightSpec& spec :
         {WeightSpec{WeightKind::encrypted, 1, {8, 20, 2, 1}, 0.1},
          WeightSpec{WeightKind::encrypted, 3, {7, 11, 0, 9}, 0.1}, WeightSpec{WeightKind::binary, 1, {}, 0.1},
          WeightSpec{WeightKind::binary, 2, {}, 0.1}, WeightSpec{WeightKind::aqe, 1, {}, 0.3},
          WeightSpec{WeightKind::straight_through, 1, {}, 0.3},
          WeightSpec{WeightKind::aqe, 1, {}, 0.3, 1, GridKind::shift}, WeightSpec{WeightKind::real, 1, {}, 0.1},
          WeightSpec{WeightKind::dense8, 1, {}, 0.1}}) {
        CAPTURE(static_cast<int>(spec.kind), spec.q);
        GatesPool pool(at::kCPU);
        Random random(4);
        const auto weights = make_layer_weights(layer, spec, pool, random);
        CHECK(numbers_of(weights->value({})) == models::real_weights(layer, {weights->stored(ones), {}}));
    }
}

TEST_CASE("the scale of a folded batch norm multiplies each channel") {
    const models::Layer layer = linear(4, 2);
    for (const WeightKind kind : {WeightKind::encrypted, WeightKind::binary, WeightKind::real, WeightKind::dense8}) {
        GatesPool pool(at::kCPU);
        Random random(4);
        const auto weights = make_layer_weights(layer, {kind, 1, {4, 5, 2, 1}, 0.1}, pool, random);
        std::vector<float> expected = numbers_of(weights->value({}));
        for (std::size_t i = 0; i < expected.size(); ++i) expected[i] *= i < 4 ? -2.0F : 0.5F;
        CHECK(models::real_weights(layer, {weights->stored({-2.0F, 0.5F}), {}}) == expected);
    }
}

TEST_CASE("first weights have the variance of He's initialisation, with any number of planes") {
    const models::Layer layer = linear(400, 50);
    for (const WeightSpec& spec :
         {WeightSpec{WeightKind::real, 1, {}, 0.1}, WeightSpec{WeightKind::dense8, 1, {}, 0.1},
          WeightSpec{WeightKind::binary, 1, {}, 0.1}, WeightSpec{WeightKind::encrypted, 3, {16, 20, 2, 1}, 0.1}}) {
        GatesPool pool(at::kCPU);
        Random random(4);
        const auto value = make_layer_weights(layer, spec, pool, random)->value({});
        CHECK(value.square().mean().item<double>() == Approx(2.0 / 400).epsilon(0.05));
        CHECK(std::abs(value.mean().item<double>()) < 0.005);
    }
}

TEST_CASE("planes have matrices of their own, equal planes of all layers share one") {
    GatesPool pool(at::kCPU);
    Random random(4);
    const WeightSpec spec{WeightKind::encrypted, 2, {8, 20, 2, 1}, 0.1};
    const auto stored = [&] {
        return std::get<models::EncryptedWeights>(
            make_layer_weights(linear(9, 3), spec, pool, random)->stored({1.0F, 1.0F, 1.0F}));
    };
    const models::EncryptedWeights first = stored(), second = stored();
    CHECK(first.planes[0].network == second.planes[0].network);
    CHECK(first.planes[1].network == second.planes[1].network);
    CHECK_FALSE(*first.planes[0].network == *first.planes[1].network);
}

TEST_CASE("an XOR network that cannot be is refused") {
    GatesPool pool(at::kCPU);
    Random random(4);
    CHECK_THROWS_AS(make_layer_weights(linear(9, 3), {WeightKind::encrypted, 1, {20, 8, 2, 1}, 0.1}, pool, random),
                    ConfigError);
}

TEST_CASE(
    "the magnitude of a binary weight is how far its reals are from the other sign, each times its plane's scale") {
    GatesPool pool(at::kCPU);
    Random random(4);
    const auto weights = make_layer_weights(linear(3, 2), {WeightKind::binary, 2, {}, 0.1}, pool, random);
    const std::vector<Parameter> all = weights->parameters("fc");
    REQUIRE(all.size() == 4); // plane0.x, plane0.alpha, plane1.x, plane1.alpha
    const std::vector<float> x0 = numbers_of(all[0].value), a0 = numbers_of(all[1].value),
                             x1 = numbers_of(all[2].value), a1 = numbers_of(all[3].value);
    CHECK(a1[0] == Approx(a0[0] / 2));
    const std::vector<float> found = numbers_of(weights->magnitudes());
    for (std::size_t i = 0; i < 6; ++i)
        CHECK(found[i] == Approx(std::abs(x0[i]) * a0[i / 3] + std::abs(x1[i]) * a1[i / 3]));
}

TEST_CASE("weight decay is for weights and the reals behind codes, not for scales") {
    for (const WeightKind kind : {WeightKind::encrypted, WeightKind::binary, WeightKind::real, WeightKind::dense8,
                                  WeightKind::aqe, WeightKind::straight_through}) {
        GatesPool pool(at::kCPU);
        Random random(4);
        const auto weights = make_layer_weights(linear(8, 2), {kind, 1, {4, 5, 2, 1}, 0.1}, pool, random);
        for (const Parameter& parameter : weights->parameters("fc")) {
            CAPTURE(parameter.name);
            CHECK(parameter.decays == (parameter.name.find("alpha") == std::string::npos));
        }
    }
}

TEST_CASE("the steepness of a layer's smooth grid is its own times the schedule's, a hard grid has none") {
    const auto value = [](WeightKind kind, double own, double of_schedule) {
        GatesPool pool(at::kCPU);
        Random random(4);
        WeightSpec spec{kind, 1, {}, 0.3, 2};
        spec.steepness = own;
        return numbers_of(
            make_layer_weights(linear(9, 2), spec, pool, random)->value({Estimator::flexor, 10, of_schedule}));
    };
    CHECK(value(WeightKind::aqe, 3, 2) == value(WeightKind::aqe, 6, 1));
    CHECK(value(WeightKind::aqe, 3, 2) != value(WeightKind::aqe, 1, 2));
    CHECK(value(WeightKind::straight_through, 3, 2) == value(WeightKind::straight_through, 1, hard));
}
