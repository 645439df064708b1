#include "models/inference/rescale.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::models;

TEST_CASE("the rescaled sum is rounded half up and clamped") {
    struct Case {
        std::int64_t sum;
        int shift;
        int zero_point, low, high, expected;
    };
    const Case cases[] = {
        {7, 2, 0, 0, 255, 2},    // 1.75
        {6, 2, 0, 0, 255, 2},    // 1.5 goes up
        {5, 2, 0, 0, 255, 1},    // 1.25
        {-6, 2, 10, 0, 255, 9},  // -1.5 goes up to -1
        {-7, 2, 10, 0, 255, 8},  // -1.75
        {-5, 2, 10, 0, 255, 9},  // -1.25
        {-1, 1, 10, 0, 255, 10}, // -0.5 goes up to 0
        {-2, 1, 0, 0, 255, 0},   // low end
        {510, 1, 0, 0, 255, 255},
        {511, 1, 0, 0, 255, 255},     // 255.5 rounds to 256, clamped
        {1000, 1, 0, 0, 200, 200},    // high end
        {-40, 1, 128, 128, 255, 128}, // ReLU of an affine output
        {40, 1, 128, 128, 255, 148},
        {std::int64_t{1} << 61, 62, 3, 0, 255, 4}, // 0.5 at the largest shift
        {(std::int64_t{1} << 61) - 1, 62, 3, 0, 255, 3},
    };
    for (const auto& c : cases) {
        INFO("sum " << c.sum << ", shift " << c.shift);
        Rescaling rescaling;
        rescaling.shift = c.shift;
        rescaling.zero_point = static_cast<std::uint8_t>(c.zero_point);
        rescaling.low = static_cast<std::uint8_t>(c.low);
        rescaling.high = static_cast<std::uint8_t>(c.high);
        CHECK(int{rescale(rescaling, c.sum)} == c.expected);
    }
}

TEST_CASE("the residual counts from its zero point") {
    Rescaling rescaling;
    rescaling.residual_multiplier = -3;
    rescaling.residual_zero_point = 100;
    CHECK(residual_term(rescaling, 100) == 0);
    CHECK(residual_term(rescaling, 0) == 300);
    CHECK(residual_term(rescaling, 255) == -465);
}
