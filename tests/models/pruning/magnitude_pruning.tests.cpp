#include "models/pruning/magnitude_pruning.hpp"

#include "models/core/error.hpp"
#include "tests/models/pruning/random_weights.hpp"
#include "tests/support/message_of.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <numeric>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

TEST_CASE("magnitude pruning keeps what a stable sort by magnitude puts first") {
    constexpr std::uint64_t seed = 21;
    Random random(seed);
    const double sparsities[] = {0.0, 0.1, 0.5, 0.9, 0.91, 0.99, 1.0};
    for (int i = 0; i < 300; ++i) {
        const auto weights = draw_weights(random, static_cast<std::int64_t>(random.below(300)), i % 2 == 0);
        const double sparsity = sparsities[random.below(7)];
        INFO("seed " << seed << ", case " << i << ": " << weights.size() << " weights, sparsity " << sparsity);
        const auto kept = static_cast<std::size_t>(std::round((1 - sparsity) * static_cast<double>(weights.size())));
        std::vector<std::size_t> order(weights.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [&](std::size_t a, std::size_t b) { return std::abs(weights[a]) > std::abs(weights[b]); });
        BitVector expected(static_cast<std::int64_t>(weights.size()));
        for (std::size_t j = 0; j < kept; ++j) expected.set(static_cast<std::int64_t>(order[j]), true);
        REQUIRE(prune_magnitude(weights, sparsity) == expected);
    }
}

TEST_CASE("kept magnitude is a share of the sum of magnitudes") {
    const std::vector<float> weights = {-4, 1, 0, 3};
    CHECK(kept_magnitude(weights, prune_magnitude(weights, 0.5)) == Approx(7.0 / 8));
    CHECK(kept_magnitude(weights, prune_magnitude(weights, 0)) == 1);
    CHECK(kept_magnitude(weights, prune_magnitude(weights, 1)) == 0);
    CHECK(kept_magnitude(std::vector<float>(3), BitVector(3)) == 1); // nothing was there to lose
}

TEST_CASE("the largest 9 % of normally distributed weights hold 0.238 of the magnitude") {
    Random random(5);
    const auto weights = draw_weights(random, 200'000);
    CHECK(kept_magnitude(weights, prune_magnitude(weights, 0.91)) == Approx(0.238).margin(0.002));
}

TEST_CASE("sparsities out of range, weights that are not finite and masks of another size are refused") {
    const std::vector<float> weights = {1, 2};
    CHECK(message_of<ConfigError>([&] { prune_magnitude(weights, 1.5); }) ==
          "sparsity is 1.5; allowed: 0 (keep all) to 1 (keep none)");
    CHECK(message_of<ConfigError>([&] { prune_magnitude(weights, -0.1); }) ==
          "sparsity is -0.1; allowed: 0 (keep all) to 1 (keep none)");
    CHECK(message_of<ConfigError>([&] { prune_magnitude(weights, std::nan("")); }) ==
          "sparsity is nan; allowed: 0 (keep all) to 1 (keep none)");
    const std::vector<float> bad = {1, std::numeric_limits<float>::infinity()};
    CHECK(message_of<ConfigError>([&] { prune_magnitude(bad, 0.5); }) ==
          "weight 1 is inf; pruning needs finite weights");
    CHECK(message_of<ConfigError>([&] { kept_magnitude(weights, BitVector(3)); }) ==
          "a mask of 3 bits for 2 weights; they must be as many");
}
