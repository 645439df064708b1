#include "models/binary_codes/channel_codes.hpp"

#include "models/binary_codes/code_fit.hpp"
#include "models/core/error.hpp"
#include "models/core/random.hpp"
#include "models/xor/binary_code.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <tbb/global_control.h>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::tests::message_of;

namespace {

struct Drawn {
    std::vector<float> weights;
    BitVector mask;
};

Drawn draw(Random& random, std::int64_t count, double density) {
    Drawn drawn{std::vector<float>(static_cast<std::size_t>(count)), BitVector(count)};
    for (auto& w : drawn.weights) w = static_cast<float>(random.normal());
    for (std::int64_t i = 0; i < count; ++i) drawn.mask.set(i, random.uniform() < density);
    return drawn;
}

} // namespace

TEST_CASE("scales are fitted per channel on kept weights alone, and pruned weights have code 1") {
    const std::vector<float> weights = {2, 100, -4, /**/ -100, 1, 1, /**/ 7, 8, 9};
    BitVector mask(9);
    for (const int i : {0, 2, 4, 5}) mask.set(i, true);
    const BinaryWeights codes = quantize_channels(weights, mask, 3, {1, 10});
    CHECK(codes.alpha == std::vector<std::vector<float>>{{3, 1, 0}});
    REQUIRE(codes.planes.size() == 1);
    for (std::int64_t i = 0; i < 9; ++i) CHECK(codes.planes[0].get(i) == (i != 2));
    CHECK(squared_error(weights, mask, codes) == Approx(2));
}

TEST_CASE("each channel is fitted as if it were alone") {
    constexpr std::uint64_t seed = 71;
    Random random(seed);
    const double densities[] = {0, 0.1, 0.5, 1};
    for (int i = 0; i < 60; ++i) {
        const auto channels = 1 + static_cast<std::int64_t>(random.below(9));
        const auto size = 1 + static_cast<std::int64_t>(random.below(90));
        const Drawn drawn = draw(random, channels * size, densities[random.below(4)]);
        const int planes = 1 + static_cast<int>(random.below(3));
        const int rounds = static_cast<int>(random.below(3)) * 10;
        INFO("seed " << seed << ", case " << i << ": " << channels << " x " << size << ", q " << planes);
        const BinaryWeights codes = quantize_channels(drawn.weights, drawn.mask, channels, {planes, rounds});
        double error = 0;
        for (std::int64_t c = 0; c < channels; ++c) {
            std::vector<float> kept;
            for (std::int64_t j = c * size; j < (c + 1) * size; ++j)
                if (drawn.mask.get(j)) kept.push_back(drawn.weights[static_cast<std::size_t>(j)]);
            const CodeFit fit = fit_alternating(kept, planes, rounds);
            error += squared_error(kept, fit);
            std::size_t next = 0;
            for (std::int64_t j = c * size; j < (c + 1) * size; ++j) {
                const unsigned expected = drawn.mask.get(j) ? fit.codes[next++] : 0xFFU;
                for (int p = 0; p < planes; ++p)
                    REQUIRE(codes.planes[static_cast<std::size_t>(p)].get(j) == (((expected >> p) & 1U) != 0));
            }
            for (int p = 0; p < planes; ++p)
                REQUIRE(codes.alpha[static_cast<std::size_t>(p)][static_cast<std::size_t>(c)] ==
                        fit.alpha[static_cast<std::size_t>(p)]);
        }
        REQUIRE(squared_error(drawn.weights, drawn.mask, codes) == Approx(error).margin(1e-9));
        const auto values = reconstruct(codes.planes, codes.alpha); // as inference sums them
        double sum = 0;
        for (std::size_t j = 0; j < values.size(); ++j) {
            const double rest = static_cast<double>(drawn.weights[j]) - static_cast<double>(values[j]);
            if (drawn.mask.get(static_cast<std::int64_t>(j))) sum += rest * rest;
        }
        REQUIRE(sum == Approx(error).epsilon(1e-4).margin(1e-6));
    }
}

TEST_CASE("more planes leave less error") {
    Random random(72);
    const Drawn drawn = draw(random, 4000, 0.5);
    double before = 1e9;
    for (const int planes : {1, 2, 3, 4}) {
        const double error =
            squared_error(drawn.weights, drawn.mask, quantize_channels(drawn.weights, drawn.mask, 4, {planes, 30}));
        CHECK(error < 0.6 * before);
        before = error;
    }
}

TEST_CASE("codes do not depend on the number of threads") {
    Random random(73);
    const Drawn drawn = draw(random, 30 * 77, 0.3);
    const auto quantize_with = [&](std::size_t threads) {
        const tbb::global_control limit(tbb::global_control::max_allowed_parallelism, threads);
        return quantize_channels(drawn.weights, drawn.mask, 30, {3, 30});
    };
    const BinaryWeights alone = quantize_with(1);
    const BinaryWeights together = quantize_with(3);
    CHECK(alone.planes == together.planes);
    CHECK(alone.alpha == together.alpha);
}

TEST_CASE("what cannot be quantized is refused") {
    const std::vector<float> weights(6, 1.0F);
    const BitVector mask(6);
    CHECK(message_of<ConfigError>([&] { quantize_channels(weights, BitVector(5), 2, {}); }) ==
          "binary codes: a mask of 5 bits for 6 weights; they must be as many");
    CHECK(message_of<ConfigError>([&] { quantize_channels(weights, mask, 4, {}); }) ==
          "binary codes: 6 weights cannot be shared evenly by 4 output channels");
    CHECK(message_of<ConfigError>([&] { quantize_channels(weights, mask, 0, {}); }) ==
          "binary codes: 6 weights cannot be shared evenly by 0 output channels");
    CHECK(message_of<ConfigError>([&] {
              quantize_channels(weights, mask, 2, {0, 1});
          }) == "binary codes: q is 0; allowed: 1 to 8 planes");
    CHECK(message_of<ConfigError>([&] {
              quantize_channels(weights, mask, 2, {9, 1});
          }) == "binary codes: q is 9; allowed: 1 to 8 planes");
    CHECK(message_of<ConfigError>([&] {
              quantize_channels(weights, mask, 2, {1, -1});
          }) == "binary codes: -1 rounds of alternating fits; allowed: 0 (greedy codes) or more");
    CHECK(message_of<ConfigError>([&] { squared_error(weights, BitVector(5), BinaryWeights{}); }) ==
          "binary codes: a mask of 5 bits for 6 weights; they must be as many");
    auto bad = weights;
    bad[3] = std::nanf("");
    CHECK(message_of<ConfigError>([&] { quantize_channels(bad, mask, 2, {}); }) ==
          "binary codes: weight 3 is nan; codes need finite weights");
}
