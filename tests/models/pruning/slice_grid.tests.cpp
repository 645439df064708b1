#include "models/pruning/slice_grid.hpp"

#include "tests/models/pruning/random_weights.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

TEST_CASE("slices follow the storage order and restart at each row group") {
    const Layer layer = linear_layer(5, 4);
    const StorageMap map(layer, StorageOrder::k_major, 3, 1); // groups of 3 and 2 rows
    const SliceGrid grid(map, 5);
    const auto& groups = map.row_groups();
    REQUIRE(groups.size() == 2);
    CHECK(grid.slices(groups[0]) == 3);
    CHECK(grid.weights(groups[0], 1) == 5);
    CHECK(grid.weights(groups[0], 2) == 2);
    CHECK(grid.slices(groups[1]) == 2);
    CHECK(SliceGrid(map, 4).slices(groups[0]) == 3); // and none of no weights
    CHECK(grid.weights(groups[1], 1) == 3);
    const auto row = [&](int group, int r) {
        const auto slices = grid.row(groups[static_cast<std::size_t>(group)], r);
        return std::vector<std::int32_t>(slices.begin(), slices.end());
    };
    CHECK(row(0, 0) == std::vector<std::int32_t>{0, 0, 1, 1}); // places 0, 3, 6, 9
    CHECK(row(0, 2) == std::vector<std::int32_t>{0, 1, 1, 2}); // places 2, 5, 8, 11
    CHECK(row(1, 1) == std::vector<std::int32_t>{0, 0, 1, 1}); // places 1, 3, 5, 7
}
