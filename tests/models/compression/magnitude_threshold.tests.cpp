#include "models/compression/magnitude_threshold.hpp"

#include "models/core/error.hpp"
#include "models/pruning/magnitude_pruning.hpp"
#include "tests/models/compression/random_weights.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

/// The mask that parts of these rows give, one after the other.
BitVector mask_in_parts(const std::vector<float>& weights, std::int64_t columns, double sparsity, std::int64_t rows) {
    const MemoryWeights source(weights, static_cast<std::int64_t>(weights.size()) / columns, columns);
    MagnitudeThreshold threshold = find_threshold(source, sparsity, rows);
    BitVector mask(source.rows() * columns);
    std::vector<float> buffer;
    for (std::int64_t row = 0; row < source.rows(); row += rows) {
        const std::int64_t count = std::min(rows, source.rows() - row);
        const BitVector part = apply_threshold(source.read(row, count, buffer), threshold);
        mask.copy(row * columns, part, 0, part.size());
    }
    CHECK(threshold.ties == 0);
    return mask;
}

} // namespace

TEST_CASE("a threshold found in parts keeps exactly the weights that sorting keeps") {
    const std::int64_t columns = 7;
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        INFO("seed " << seed);
        auto weights = normal_weights(seed, 30 * columns);
        Random random(seed);
        if (seed % 2 == 0) // many equal magnitudes of either sign
            for (auto& w : weights) w = std::round(w);
        if (seed % 5 == 0) weights.assign(weights.size(), 0.0F);
        for (const double sparsity : {0.0, 0.1, 0.5, 0.9, 0.999, 1.0})
            for (const std::int64_t rows : {1, 4, 30})
                CHECK(mask_in_parts(weights, columns, sparsity, rows) == prune_magnitude(weights, sparsity));
    }
}

TEST_CASE("the threshold search says how far it is") {
    const auto weights = normal_weights(1, 50);
    std::vector<std::int64_t> seen;
    find_threshold(MemoryWeights(weights, 10, 5), 0.5, 4, [&](std::int64_t rows) { seen.push_back(rows); });
    CHECK(seen == std::vector<std::int64_t>{4, 8, 10, 14, 18, 20});
}

TEST_CASE("weights that are not finite have no threshold") {
    for (const float bad : {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
        auto weights = normal_weights(1, 50);
        weights[33] = bad;
        CHECK_THAT(message_of<ConfigError>([&] { find_threshold(MemoryWeights(weights, 10, 5), 0.5, 3); }),
                   Catch::StartsWith("weight 33 is ") && Catch::EndsWith("; pruning needs finite weights"));
    }
    const auto weights = normal_weights(1, 50);
    CHECK_THAT(message_of<ConfigError>([&] { find_threshold(MemoryWeights(weights, 10, 5), 1.5, 3); }),
               Catch::Contains("sparsity is 1.5"));
    CHECK_THAT(message_of<ConfigError>([&] { MemoryWeights(weights, 10, 6); }),
               Catch::StartsWith("found 50 weights for 10 rows of 6"));
    CHECK_THAT(message_of<ConfigError>([] { MemoryWeights({}, 0, 5); }),
               Catch::StartsWith("found 0 weights for 0 rows of 5"));
}
