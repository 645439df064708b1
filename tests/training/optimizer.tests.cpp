#include "training/run/optimizer.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace fracbit::training;

namespace {

Parameter one(double value, bool decays = false) { return {"w", at::full({1}, value), decays}; }
std::vector<at::Tensor> gradient(double value) { return {at::full({1}, value)}; }

} // namespace

TEST_CASE("gradient descent with momentum takes the steps of its formula") {
    const Parameter w = one(1);
    Optimizer optimizer({OptimizerKind::sgd, 0.9, 0}, {w});
    optimizer.step(gradient(1), 0.1); // v = 1
    CHECK(w.value.item<double>() == Approx(0.9));
    optimizer.step(gradient(2), 0.1); // v = 2.9
    CHECK(w.value.item<double>() == Approx(0.61));
}

TEST_CASE("Adam takes the steps of its formula") {
    const Parameter w = one(1);
    Optimizer optimizer({OptimizerKind::adam, 0.9, 0}, {w});
    optimizer.step(gradient(4), 0.1); // corrected moments 4 and 16: a step of one rate
    CHECK(w.value.item<double>() == Approx(0.9));
    // m = 0.9 * 0.4 - 0.1 * 2 = 0.16, / 0.19; v = 0.999 * 0.016 + 0.001 * 4 = 0.019984, / 0.001999.
    optimizer.step(gradient(-2), 0.1);
    CHECK(w.value.item<double>() == Approx(0.9 - 0.1 * (0.16 / 0.19) / 3.1618044).epsilon(1e-5));
    CHECK(optimizer.steps() == 2);
}

TEST_CASE("an optimizer that starts afresh takes the steps of a new one from where it is") {
    for (const OptimizerKind kind : {OptimizerKind::sgd, OptimizerKind::adam}) {
        const Parameter used = one(1), fresh = one(1);
        Optimizer first({kind, 0.9, 0}, {used}), second({kind, 0.9, 0}, {fresh});
        for (int i = 0; i < 50; ++i) first.step(gradient(1000), 0.001);
        first.restart();
        CHECK(first.steps() == 0);
        const at::NoGradGuard no_gradients;
        at::Tensor(fresh.value).copy_(used.value);
        for (const double each : {0.5, -2.0, 0.25}) {
            first.step(gradient(each), 0.1);
            second.step(gradient(each), 0.1);
            CHECK(used.value.item<double>() == fresh.value.item<double>());
        }
    }
}

TEST_CASE("Adam hardly moves for long where gradients shrink, unless it starts afresh") {
    const Parameter w = one(0);
    Optimizer optimizer({OptimizerKind::adam, 0.9, 0}, {w});
    const auto moved_in_ten_steps = [&] {
        const double from = w.value.item<double>();
        for (int i = 0; i < 10; ++i) optimizer.step(gradient(0.1), 0.1);
        return from - w.value.item<double>();
    };
    for (int i = 0; i < 100; ++i) optimizer.step(gradient(i % 2 == 0 ? 10 : -10), 0.1);
    CHECK(std::abs(moved_in_ten_steps()) < 0.1); // a tenth of what the rate allows
    optimizer.restart();
    CHECK(moved_in_ten_steps() == Approx(1).epsilon(0.01));
}

TEST_CASE("weight decay adds to the gradient of weights and of nothing else") {
    const Parameter weight = one(2, true), scale = one(2, false);
    Optimizer optimizer({OptimizerKind::sgd, 0, 0.25}, {weight, scale});
    optimizer.step({at::zeros({1}), at::zeros({1})}, 1);
    CHECK(weight.value.item<double>() == Approx(1.5));
    CHECK(scale.value.item<double>() == Approx(2));
}

TEST_CASE("each step ends within the limits of a parameter") {
    for (const OptimizerKind kind : {OptimizerKind::sgd, OptimizerKind::adam}) {
        Parameter limited = one(0.9), free = one(0.9);
        limited.limit = 1;
        Optimizer optimizer({kind, 0, 0}, {limited, free});
        optimizer.step({at::full({1}, -1.0), at::full({1}, -1.0)}, 0.5);
        CHECK(limited.value.item<float>() == 1);
        CHECK(free.value.item<double>() == Approx(1.4));
        optimizer.step({at::full({1}, 1.0), at::full({1}, 1.0)}, 50);
        CHECK(std::abs(limited.value.item<float>()) <= 1);
    }
}
