#include "models/pruning/density_trim.hpp"

#include "tests/models/pruning/random_weights.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

/// A tile of 3 x 3 weights of which the first row is kept.
struct OneTile {
    Layer layer = linear_layer(3, 3);
    StorageMap map{layer, StorageOrder::k_major, 3, 1};
    std::vector<float> weights{5, -4, 3, 1, 1, 1, 2, 2, -2};
    LowRankOptions options{.rank = 1, .tile_rows = 3, .tile_columns = 3};
    PrunedLayer pruned{layer, map, weights, options, cut_bands(layer, map, 3), 1.0F, {3, 3, 1, {1, 0, 0}, {1, 1, 1}}};
};

} // namespace

TEST_CASE("of flips that bring the kept weights nearer to what is wanted, the cheapest for its weights comes first") {
    // Columns cost 5, 4 and 3, the row all 12 for its three weights.
    OneTile fewer;
    CHECK(trim_density(fewer.pruned, 3, 2) == 2);
    CHECK(fewer.pruned.factors.u == std::vector<std::uint64_t>{1, 0, 0});
    CHECK(fewer.pruned.factors.v == std::vector<std::uint64_t>{1, 1, 0});
    // Row 1 would bring 3, row 2 brings 6.
    OneTile more;
    CHECK(trim_density(more.pruned, 3, 6) == 6);
    CHECK(more.pruned.factors.u == std::vector<std::uint64_t>{1, 0, 1});
    CHECK(more.pruned.factors.v == std::vector<std::uint64_t>{1, 1, 1});
}

TEST_CASE("a number of weights that no flip comes nearer to stays") {
    OneTile tile;
    CHECK(trim_density(tile.pruned, 3, 4) == 3);
    CHECK(tile.pruned.factors.u == std::vector<std::uint64_t>{1, 0, 0});
    CHECK(tile.pruned.factors.v == std::vector<std::uint64_t>{1, 1, 1});
}
