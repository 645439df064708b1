#include "training/quantizers/staircase.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "tests/support/message_of.hpp"

#include <torch/csrc/autograd/autograd.h>

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace fracbit;
using namespace fracbit::tests;
using namespace fracbit::training;

namespace {

using Levels = std::vector<double>;

at::Tensor drawn(std::int64_t count, std::uint64_t seed) {
    Random random(seed);
    at::Tensor x = at::empty({count}, at::kDouble);
    for (std::int64_t i = 0; i < count; ++i) x.data_ptr<double>()[i] = 0.8 * random.normal();
    return x;
}

double nearest(const Levels& levels, double x) {
    return *std::min_element(levels.begin(), levels.end(),
                             [&](double a, double b) { return std::abs(a - x) < std::abs(b - x); });
}

const std::vector<std::pair<GridKind, int>> all_grids{{GridKind::xnor, 1},
                                                      {GridKind::xnor, 2},
                                                      {GridKind::xnor, 3},
                                                      {GridKind::xnor_activation, 1},
                                                      {GridKind::xnor_activation, 2},
                                                      {GridKind::xnor_activation, 3},
                                                      {GridKind::shift, 1},
                                                      {GridKind::shift, 2},
                                                      {GridKind::shift, 3}};

} // namespace

TEST_CASE("grids of one to three bits have the levels that XNOR and SHIFT multiply by") {
    CHECK(grid_levels(GridKind::xnor, 1) == Levels{-1, 1});
    CHECK(grid_levels(GridKind::xnor, 2) == Levels{-1, -1 / 3.0, 1 / 3.0, 1});
    CHECK(grid_levels(GridKind::xnor, 3) == Levels{-1, -5 / 7.0, -3 / 7.0, -1 / 7.0, 1 / 7.0, 3 / 7.0, 5 / 7.0, 1});
    CHECK(grid_levels(GridKind::xnor_activation, 1) == Levels{0, 1});
    CHECK(grid_levels(GridKind::xnor_activation, 2) == Levels{0, 1 / 3.0, 2 / 3.0, 1});
    CHECK(grid_levels(GridKind::shift, 1) == Levels{-1, 1});
    CHECK(grid_levels(GridKind::shift, 2) == Levels{-1, -0.5, 0.5, 1});
    CHECK(grid_levels(GridKind::shift, 3) == Levels{-1, -0.5, -0.25, -0.125, 0.125, 0.25, 0.5, 1});
    CHECK(grid_thresholds({-1, -0.5, 0.5, 1}) == Levels{-0.75, 0, 0.75});
    CHECK(message_of<ConfigError>([] { grid_levels(GridKind::xnor, 4); }) ==
          "a grid of 4 bits is not allowed: use 1 to 3");
}

TEST_CASE("the hard staircase takes every value to the nearest level, exactly on the grid") {
    for (const auto& [kind, bits] : all_grids) {
        CAPTURE(static_cast<int>(kind), bits);
        const Staircase staircase(kind, bits);
        const at::Tensor x = drawn(500, 3), y = staircase.apply(x, hard);
        for (std::int64_t i = 0; i < x.numel(); ++i)
            REQUIRE(y.data_ptr<double>()[i] == nearest(staircase.levels(), x.data_ptr<double>()[i]));
    }
    CHECK(Staircase(GridKind::xnor, 1).apply(at::zeros({1}), hard).item<float>() == 1);
    // Half-way between two levels it is the upper one, in value and in what is stored.
    for (const auto& [kind, bits] : all_grids) {
        const Staircase staircase(kind, bits);
        const Levels middles = grid_thresholds(staircase.levels());
        for (std::size_t k = 0; k < middles.size(); ++k) {
            const at::Tensor x = at::full({1}, middles[k], at::kDouble);
            CHECK(staircase.indices(x).item<std::int64_t>() == static_cast<std::int64_t>(k) + 1);
            CHECK(staircase.hard_values(x).item<double>() == staircase.levels()[k + 1]);
        }
    }
}

TEST_CASE("the smooth staircase comes as close to the hard one as its steepness says") {
    for (const auto& [kind, bits] : all_grids) {
        CAPTURE(static_cast<int>(kind), bits);
        const Staircase staircase(kind, bits);
        const at::Tensor x = drawn(2000, 5), goal = staircase.apply(x, hard);
        double last = 10;
        for (const double steepness : {1.0, 4.0, 16.0, 64.0, 1024.0}) {
            const double distance = (staircase.apply(x, steepness) - goal).abs().mean().item<double>();
            CHECK(distance < last);
            last = distance;
        }
        CHECK(last < 0.002);
    }
}

TEST_CASE("a step by hand: one bit is tanh itself") {
    const Staircase staircase(GridKind::xnor, 1);
    const at::Tensor y = staircase.apply(at::tensor({0.3F, -0.2F}), 2);
    CHECK(y[0].item<double>() == Approx(std::tanh(0.6)));
    CHECK(y[1].item<double>() == Approx(std::tanh(-0.4)));
}

TEST_CASE("hardness by hand: it moves the value towards the level, and leaves the gradient that of the smooth step") {
    const Staircase staircase(GridKind::xnor, 1);
    for (const double hardness : {0.0, 0.25, 0.75, 1.0}) {
        CAPTURE(hardness);
        const at::Tensor x = at::tensor({0.3, -0.2}, at::kDouble).requires_grad_(true);
        const at::Tensor y = staircase.apply(x, 2, hardness);
        CHECK(y[0].item<double>() == Approx((1 - hardness) * std::tanh(0.6) + hardness));
        CHECK(y[1].item<double>() == Approx((1 - hardness) * std::tanh(-0.4) - hardness));
        const at::Tensor slope = torch::autograd::grad({y}, {x}, {at::ones({2}, at::kDouble)})[0];
        CHECK(slope[0].item<double>() == Approx(2 * (1 - std::pow(std::tanh(0.6), 2))));
        CHECK(slope[1].item<double>() == Approx(2 * (1 - std::pow(std::tanh(0.4), 2))));
    }
    // Two bits of activations, at 0.4: levels 0, 1/3, 2/3, 1, thresholds 1/6, 1/2, 5/6.
    const double smooth = (3 + std::tanh(6 * (0.4 - 1 / 6.0)) + std::tanh(-0.6) + std::tanh(6 * (0.4 - 5 / 6.0))) / 6;
    const at::Tensor y = Staircase(GridKind::xnor_activation, 2).apply(at::tensor({0.4}, at::kDouble), 1, 0.5);
    CHECK(y.item<double>() == Approx((smooth + 1 / 3.0) / 2));
}

TEST_CASE("at hardness 1 every value is a level of the grid, to the last bit") {
    for (const auto& [kind, bits] : all_grids) {
        CAPTURE(static_cast<int>(kind), bits);
        const Staircase staircase(kind, bits);
        for (const at::Tensor& x : {drawn(2000, 7), drawn(2000, 8).to(at::kFloat)})
            CHECK(staircase.apply(x, 1.5, 1).equal(staircase.hard_values(x)));
    }
}

TEST_CASE("gradients of the smooth staircase agree with finite differences") {
    for (const auto& [kind, bits] : all_grids) {
        const Staircase staircase(kind, bits);
        const at::Tensor x = drawn(40, 9).requires_grad_(true);
        const at::Tensor found = torch::autograd::grad({staircase.apply(x, 3)}, {x}, {at::ones({40}, at::kDouble)})[0];
        constexpr double h = 1e-6;
        const at::Tensor expected = (staircase.apply(x + h, 3) - staircase.apply(x - h, 3)) / (2 * h);
        CHECK(found.allclose(expected, 1e-5, 1e-6));
    }
}

TEST_CASE("the hard staircase passes gradients inside its outer levels alone") {
    const at::Tensor x = at::tensor({-1.5F, -1.0F, 0.2F, 1.0F, 1.5F}).requires_grad_(true);
    const at::Tensor y = Staircase(GridKind::xnor, 2).apply(x, hard);
    CHECK(torch::autograd::grad({y}, {x}, {at::full({5}, 2)})[0].equal(at::tensor({0.0F, 2.0F, 2.0F, 2.0F, 0.0F})));
}

TEST_CASE("steepness grows evenly in the exponent and ends hard") {
    const SteepnessSchedule schedule{1, 100, 0.8};
    CHECK(steepness_at(schedule, 0) == Approx(1));
    CHECK(steepness_at(schedule, 0.4) == Approx(10));
    CHECK(steepness_at(schedule, 0.79999) == Approx(100).epsilon(0.001));
    CHECK(steepness_at(schedule, 0.8) == hard);
    CHECK(steepness_at(schedule, 1) == hard);
}

TEST_CASE("a ramp of hardness rises evenly over the share and keeps the last steepness behind it") {
    SteepnessSchedule schedule{1, 4, 0.8};
    CHECK(hardness_at(schedule, 0.4) == 0);
    CHECK(hardness_at(schedule, 1) == 0);
    schedule.hardening = Hardening::ramp;
    CHECK(hardness_at(schedule, 0) == 0);
    CHECK(hardness_at(schedule, 0.2) == Approx(0.25));
    CHECK(hardness_at(schedule, 0.6) == Approx(0.75));
    CHECK(hardness_at(schedule, 0.8) == 1);
    CHECK(hardness_at(schedule, 1) == 1);
    CHECK(steepness_at(schedule, 0.4) == Approx(2));
    CHECK(steepness_at(schedule, 0.8) == 4);
    CHECK(steepness_at(schedule, 1) == 4);
    schedule.share = 0;
    CHECK(hardness_at(schedule, 0) == 1);
}
