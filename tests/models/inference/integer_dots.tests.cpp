#include "models/inference/integer_dots.hpp"

#include "models/core/random.hpp"

#include <catch2/catch.hpp>

#include <vector>

using namespace fracbit;
using namespace fracbit::models;

TEST_CASE("blocked dot products equal one sum at a time") {
    constexpr std::uint64_t seed = 3;
    INFO("seed " << seed);
    Random random(seed);
    for (const std::int64_t positions : {1, 2, 3, 7}) {
        for (const std::int64_t length : {16, 48}) {
            const std::int64_t rows = 8;
            std::vector<std::int16_t> weights(static_cast<std::size_t>(rows * length));
            std::vector<std::int16_t> activations(static_cast<std::size_t>(positions * length));
            for (auto& w : weights) w = static_cast<std::int16_t>(static_cast<int>(random.below(256)) - 128);
            for (auto& a : activations) a = static_cast<std::int16_t>(random.below(256));
            std::vector<std::int32_t> sums(static_cast<std::size_t>(rows * positions));
            integer_dots({weights.data(), rows, activations.data(), positions, length, sums.data()});
            for (std::int64_t row = 0; row < rows; ++row)
                for (std::int64_t p = 0; p < positions; ++p) {
                    std::int32_t sum = 0;
                    for (std::int64_t k = 0; k < length; ++k)
                        sum += weights[static_cast<std::size_t>(row * length + k)] *
                               activations[static_cast<std::size_t>(p * length + k)];
                    REQUIRE(sums[static_cast<std::size_t>(row * positions + p)] == sum);
                }
        }
    }
}
