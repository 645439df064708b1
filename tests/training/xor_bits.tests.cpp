#include "training/layers/xor_bits.hpp"

#include "models/core/random.hpp"

#include <torch/csrc/autograd/autograd.h>

#include <catch2/catch.hpp>

#include <cmath>

using namespace fracbit;
using namespace fracbit::training;

namespace {

std::shared_ptr<const XorGates> gates_of(int n_in, std::vector<std::uint64_t> rows) {
    return std::make_shared<const XorGates>(std::make_shared<const models::XorNetwork>(n_in, std::move(rows)));
}

at::Tensor drawn(std::vector<std::int64_t> shape, double deviation, Random& random, at::ScalarType type = at::kFloat) {
    at::Tensor tensor = at::empty(shape, at::kDouble);
    for (std::int64_t i = 0; i < tensor.numel(); ++i) tensor.data_ptr<double>()[i] = deviation * random.normal();
    return tensor.to(type);
}

/// Gradient of sum(g y) with respect to x.
at::Tensor gradient(const at::Tensor& y, const at::Tensor& g, const at::Tensor& x) {
    return torch::autograd::grad({y}, {x}, {g})[0];
}

/// The formula, term by term: S (1 - tanh^2(S x_i)) (-1)^(n-1) prod_{j != i} sign(x_j), summed over the outputs.
std::vector<double> formula(const models::XorNetwork& network, const at::Tensor& x, const at::Tensor& g, double s) {
    const auto at = [&](std::int64_t slice, int i) {
        return static_cast<double>(x.data_ptr<float>()[slice * network.n_in() + i]);
    };
    std::vector<double> result(static_cast<std::size_t>(x.numel()));
    for (std::int64_t k = 0; k < g.numel(); ++k) {
        const std::int64_t slice = k / network.n_out();
        const std::uint64_t row = network.row(static_cast<int>(k % network.n_out()));
        for (int i = 0; i < network.n_in(); ++i) {
            if ((row >> i & 1U) == 0) continue;
            double product = -1; // (-1)^(n-1), one factor an input
            for (int j = 0; j < network.n_in(); ++j)
                if (row >> j & 1U) product *= j == i ? -1 : at(slice, j) >= 0 ? -1 : 1;
            const double t = std::tanh(s * at(slice, i));
            result[static_cast<std::size_t>(slice * network.n_in() + i)] +=
                static_cast<double>(g.data_ptr<float>()[k]) * s * (1 - t * t) * product;
        }
    }
    return result;
}

} // namespace

TEST_CASE("a small network has the outputs and gradients that were worked out by hand") {
    const auto gates = gates_of(3, {0b011, 0b110, 0b101, 0b111});
    const at::Tensor x = at::tensor({0.1F, -0.2F, 0.3F}).view({1, 3}).requires_grad_(true);
    const at::Tensor g = at::tensor({1.0F, 10.0F, 100.0F, 1000.0F});
    const at::Tensor y = xor_bits(x, gates, 4, {Estimator::flexor, 2});
    CHECK(y.equal(at::tensor({1.0F, 1.0F, -1.0F, -1.0F})));

    // Signs + - +. dy/ds: y0 = -s0 s1: (1, -1, 0); y1 = -s1 s2: (0, -1, 1); y2 = -s0 s2: (-1, 0, -1);
    // y3 = s0 s1 s2: (-1, 1, -1). Times 1, 10, 100, 1000 and summed: -1099, 989, -1090.
    // 2 (1 - tanh^2): tanh(0.2) = 0.1973753, tanh(0.4) = 0.3799490, tanh(0.6) = 0.5370496.
    const at::Tensor by_hand = gradient(y, g, x);
    CHECK(by_hand[0][0].item<double>() == Approx(-1099 * 1.9220860).epsilon(1e-6));
    CHECK(by_hand[0][1].item<double>() == Approx(989 * 1.7112776).epsilon(1e-6));
    CHECK(by_hand[0][2].item<double>() == Approx(-1090 * 1.4231555).epsilon(1e-6));

    const at::Tensor straight = gradient(xor_bits(x, gates, 4, {Estimator::straight_through, 2}), g, x);
    CHECK(straight.equal(at::tensor({-1099.0F, 989.0F, -1090.0F}).view({1, 3})));

    // Analog: t = (0.1973753, -0.3799490, 0.5370496); y0 = -t0 t1 = 0.0749925, y3 = t0 t1 t2 = -0.0402747.
    const at::Tensor analog = xor_bits(x, gates, 4, {Estimator::analog, 2});
    CHECK(analog[0].item<double>() == Approx(0.0749925).epsilon(1e-5));
    CHECK(analog[3].item<double>() == Approx(-0.0402747).epsilon(1e-5));
}

TEST_CASE("the straight-through estimator lets nothing pass where x is above 1 in magnitude") {
    const auto gates = gates_of(2, {0b11, 0b01});
    const at::Tensor x = at::tensor({1.5F, -1.0F}).view({1, 2}).requires_grad_(true);
    const at::Tensor y = xor_bits(x, gates, 1, {Estimator::straight_through, 10}); // the second output is not used
    CHECK(gradient(y, at::ones({1}), x).equal(at::tensor({0.0F, -1.0F}).view({1, 2})));
}

TEST_CASE("zero has the sign +1 in outputs and in gradients") {
    const auto gates = gates_of(2, {0b11, 0b01});
    const at::Tensor x = at::zeros({1, 2}).requires_grad_(true);
    const at::Tensor y = xor_bits(x, gates, 2, {Estimator::flexor, 3});
    CHECK(y.equal(at::tensor({-1.0F, 1.0F})));
    // dy0 = -s of the other one = -1, dy1/dx0 = 1; the slope is S.
    CHECK(gradient(y, at::tensor({1.0F, 10.0F}), x).equal(at::tensor({27.0F, -3.0F}).view({1, 2})));
}

TEST_CASE("gradients equal the formula on drawn inputs, tapped and dense, ragged last slices included") {
    std::uint64_t seed = 20;
    for (const models::XorSpec& spec :
         {models::XorSpec{8, 20, 2, 1}, {16, 20, 2, 2}, {12, 20, 3, 3}, {8, 20, 0, 4}, {20, 60, 0, 5}, {5, 9, 1, 6}}) {
        ++seed;
        CAPTURE(spec.n_in, spec.n_out, spec.taps, spec.seed, seed);
        Random random(seed);
        const auto network = std::make_shared<const models::XorNetwork>(spec);
        const auto gates = std::make_shared<const XorGates>(network);
        const std::int64_t slices = 9, weights = slices * spec.n_out - spec.n_out / 2;
        const at::Tensor x = drawn({slices, spec.n_in}, 0.1, random).requires_grad_(true);
        const at::Tensor g = drawn({weights}, 1, random);
        const at::Tensor found = gradient(xor_bits(x, gates, weights, {Estimator::flexor, 10}), g, x).contiguous();
        const std::vector<double> expected = formula(*network, x, g, 10);
        for (std::size_t i = 0; i < expected.size(); ++i)
            REQUIRE(found.data_ptr<float>()[i] == Approx(expected[i]).epsilon(1e-4).margin(1e-4));
    }
}

TEST_CASE("the analog estimator's gradient agrees with finite differences") {
    Random random(5);
    const auto gates =
        std::make_shared<const XorGates>(std::make_shared<const models::XorNetwork>(models::XorSpec{6, 10, 3, 2}));
    const Surrogate surrogate{Estimator::analog, 1.5};
    const at::Tensor x = drawn({4, 6}, 0.5, random, at::kDouble).requires_grad_(true),
                     g = drawn({37}, 1, random, at::kDouble);
    const at::Tensor found = gradient(xor_bits(x, gates, 37, surrogate), g, x);
    constexpr double h = 1e-6;
    for (std::int64_t i = 0; i < x.numel(); ++i) {
        const auto moved = [&](double by) {
            at::Tensor there = x.detach().clone();
            there.view({-1})[i] += by;
            return xor_bits(there, gates, 37, surrogate).mul(g).sum().item<double>();
        };
        REQUIRE(found.view({-1})[i].item<double>() == Approx((moved(h) - moved(-h)) / (2 * h)).margin(1e-7));
    }
}

TEST_CASE("the surrogate of sign is the derivative of tanh, by finite differences") {
    const at::Tensor x = at::linspace(-0.5, 0.5, 21, at::kDouble).requires_grad_(true);
    const at::Tensor found = gradient(sign_of(x, {Estimator::flexor, 7}), at::ones({21}, at::kDouble), x);
    constexpr double h = 1e-6;
    const at::Tensor difference = ((x + h).mul(7).tanh() - (x - h).mul(7).tanh()) / (2 * h);
    CHECK(found.allclose(difference, 1e-6, 1e-6));
    CHECK(sign_of(x, {Estimator::flexor, 7}).equal(x.ge(0).to(at::kDouble).mul(2).sub(1)));
}

TEST_CASE("where S_tanh saturates the other inputs, analog and FleXOR gradients agree") {
    const auto gates = gates_of(3, {0b011, 0b110, 0b111});
    const at::Tensor x = at::tensor({0.001F, -0.9F, 0.8F}).view({1, 3}).requires_grad_(true);
    const at::Tensor g = at::tensor({1.0F, 2.0F, 3.0F});
    const auto of = [&](Estimator estimator) { return gradient(xor_bits(x, gates, 3, {estimator, 50}), g, x); };
    CHECK(of(Estimator::analog).allclose(of(Estimator::flexor), 1e-5, 1e-5));
    CHECK(of(Estimator::flexor)[0][0].item<double>() != 0);
}
