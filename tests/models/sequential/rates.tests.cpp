// Rates on uniform random masks, everything stored counted: the layer that the figures of bench/README.md are about.
#include "models/sequential/sequential_encoder.hpp"
#include "models/encoding/plane_bits.hpp"
#include "tests/models/sequential/sequential_case.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;

namespace {

double bits_per_weight(std::uint64_t seed, const SequentialOptions& options, int taps, std::int64_t weights,
                       double sparsity) {
    Random random(seed);
    const auto made = make_case(random, options, taps, {weights}, sparsity);
    return static_cast<double>(stored_bits(made.encode()).total()) / static_cast<double>(weights);
}

} // namespace

TEST_CASE("a million weights, 91 percent pruned, take at most 0.0945 bits each") {
    const auto seed = GENERATE(1U, 2U);
    CAPTURE(seed);
    CHECK(bits_per_weight(seed, recommended_sequential(0.91), 0, 1'000'000, 0.91) <= 0.0945);
}

TEST_CASE("eight taps are enough for 0.0950 bits") {
    CHECK(bits_per_weight(1, recommended_sequential(0.91), 8, 1'000'000, 0.91) <= 0.0950);
}

TEST_CASE("three registers and a wide beam take at most 0.0955 bits") {
    CHECK(bits_per_weight(1, {8, 3, 88, 256}, 0, 1'000'000, 0.91) <= 0.0955);
}

TEST_CASE("recommended sizes stay near the entropy") {
    // Few pruned weights leave room for few registers: n_out must be at least n_in * (registers + 1).
    struct Case {
        double sparsity, over_entropy;
    };
    const auto [sparsity, over_entropy] =
        GENERATE(values<Case>({{0.6, 1.06}, {0.7, 1.05}, {0.8, 1.05}, {0.9, 1.05}, {0.95, 1.05}}));
    CAPTURE(sparsity);
    const auto rate = bits_per_weight(1, recommended_sequential(sparsity), 0, 300'000, sparsity);
    CHECK(rate <= over_entropy * (1.0 - sparsity));
}
