#include "models/inference/rescaling_choice.hpp"

#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

RealRescaling one_channel(double factor, double bias) {
    RealRescaling real;
    real.planes = {{{factor, 3, 255}}};
    real.bias = {bias};
    real.input = {1, 0};
    real.output = {1, 0};
    return real;
}

} // namespace

TEST_CASE("the largest shift is taken whose multipliers fit 24 bits") {
    // 2^23 would be one too many
    CHECK(choose_rescaling("x", one_channel(1, 0)).shift == 22);
    CHECK(choose_rescaling("x", one_channel(1, 0)).multipliers[0][0] == 1 << 22);
    CHECK(choose_rescaling("x", one_channel(-0.999, 0)).shift == 23);
    CHECK(choose_rescaling("x", one_channel(-0.999, 0)).multipliers[0][0] == -8380219);
    CHECK(choose_rescaling("x", one_channel(1e-12, 0)).shift == 46);
}

TEST_CASE("the largest multiplier of 24 bits is taken") {
    const Rescaling rescaling = choose_rescaling("x", one_channel(1 - 0x1p-23, 0));
    CHECK(rescaling.shift == 23);
    CHECK(rescaling.multipliers[0][0] == (1 << 23) - 1);
}

TEST_CASE("the sum may reach 2^62 and no more, half a step of rounding included") {
    // At shift 42: m = 512, so 512 * 255 + 2^41 + b = 2^62.
    const std::int64_t largest = (1LL << 62) - (1LL << 41) - 512 * 255;
    const auto choice = [](std::int64_t b) {
        return choose_rescaling("x", one_channel(0x1p-33, static_cast<double>(b) * 0x1p-42));
    };
    CHECK(choice(largest).shift == 42);
    CHECK(choice(largest).multipliers[0][0] == 512);
    CHECK(choice(largest).offsets[0] == largest);
    CHECK(choice(-largest).shift == 42);
    CHECK(choice(largest + 512).shift == 41);
    CHECK(choice(-largest - 512).shift == 41);
}

TEST_CASE("a large bias or residual asks for a smaller shift") {
    CHECK(choose_rescaling("x", one_channel(1e-12, 1 << 20)).shift == 41);
    RealRescaling real = one_channel(1e-12, 0);
    real.residual = ActivationScale{3, 17};
    const Rescaling rescaling = choose_rescaling("x", real);
    CHECK(rescaling.shift == 21);
    CHECK(rescaling.residual_multiplier == 3 << 21);
    CHECK(rescaling.residual_zero_point == 17);
}

TEST_CASE("the input's zero point is folded into the offset with the rounded multiplier") {
    RealRescaling real = one_channel(0.3, 0.25);
    real.input = {0.5, 10};
    real.output = {2, 7};
    const Rescaling rescaling = choose_rescaling("x", real);
    CHECK(rescaling.shift == 26);                  // 0.075 * 2^26 < 2^23
    CHECK(rescaling.multipliers[0][0] == 5033165); // 5033164.8
    CHECK(rescaling.offsets[0] == (1LL << 23) - 10LL * 3 * 5033165);
    CHECK(rescaling.zero_point == 7);
    CHECK(rescaling.low == 0);
    CHECK(rescaling.high == 255);
}

TEST_CASE("multipliers and biases round half away from zero") {
    RealRescaling real = one_channel(1, -0.5 / (1 << 22));
    CHECK(choose_rescaling("x", real).offsets[0] == -1);
    real.bias = {0.5 / (1 << 22)};
    CHECK(choose_rescaling("x", real).offsets[0] == 1);
}

TEST_CASE("the clamp holds the ReLU and the output's bits") {
    RealRescaling real = one_channel(1, 0);
    real.output.zero_point = 3;
    real.relu = true;
    real.bits = 4;
    CHECK(choose_rescaling("x", real).low == 3);
    CHECK(choose_rescaling("x", real).high == 15);
}

TEST_CASE("scales that no shift can bring together are refused") {
    CHECK(
        message_of<ConfigError>([] { choose_rescaling("fc", one_channel(5e6, 0)); }) ==
        "layer 'fc': its scales are too far apart for 24-bit multipliers and 64-bit sums (input scale 1, output scale "
        "1); calibrate with images that use the whole range");
}
