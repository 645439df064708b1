#include "models/masks/mask_bands.hpp"
#include "models/core/error.hpp"
#include "tests/models/masks/random_masks.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

TEST_CASE("bands are whole row groups and end with their convolution group") {
    struct Case {
        std::int64_t rows, convolution_groups, group_rows, tile_rows;
        std::vector<std::int64_t> bands; ///< rows of each
    };
    const std::vector<Case> cases = {
        {96, 1, 32, 32, {32, 32, 32}}, {96, 1, 32, 64, {64, 32}},  {100, 1, 32, 32, {32, 32, 32, 4}},
        {100, 1, 32, 64, {64, 36}},    {100, 1, 32, 4096, {100}},  {40, 2, 8, 16, {16, 4, 16, 4}},
        {12, 3, 4, 4, {4, 4, 4}},      {12, 3, 32, 32, {4, 4, 4}}, {5, 5, 2, 2, {1, 1, 1, 1, 1}},
        {1, 1, 32, 32, {1}},
    };
    for (const auto& c : cases) {
        const Layer layer = grouped_layer(c.rows, 5, c.convolution_groups);
        const StorageMap map(layer, StorageOrder::k_major, c.group_rows, 1);
        INFO(c.rows << " rows in " << c.convolution_groups << " groups, bands of " << c.tile_rows);
        const auto bands = cut_bands(layer, map, c.tile_rows);
        std::vector<std::int64_t> rows;
        std::int64_t next_row = 0;
        std::size_t next_group = 0;
        for (const auto& band : bands) {
            rows.push_back(band.rows);
            CHECK(band.first_row == next_row);
            CHECK(band.first_group == next_group);
            next_row += band.rows;
            next_group += band.groups;
        }
        CHECK(rows == c.bands);
        CHECK(next_group == map.row_groups().size());
    }
}

TEST_CASE("bands that cut a row group are refused") {
    const Layer layer = linear_layer(100, 5);
    const StorageMap map(layer, StorageOrder::k_major, 32, 1);
    CHECK(message_of<ConfigError>([&] { cut_bands(layer, map, 48); }) ==
          "layer 'fc': mask tiles of 48 rows end inside a row group of 32 rows; tiles need whole row groups");
    CHECK(message_of<ConfigError>([&] { cut_bands(layer, map, 0); }) ==
          "layer 'fc': mask tiles of 0 rows; tiles need at least 1 row");
    const StorageMap row_major(layer, StorageOrder::row_major, 32, 1);
    CHECK(message_of<ConfigError>([&] { cut_bands(layer, row_major, 32); }) ==
          "layer 'fc': mask tiles of 32 rows end inside a row group of 100 rows; tiles need whole row groups");
    // One row group of 40 rows, which two convolution groups of 20 share: no band may hold both.
    const Layer grouped = grouped_layer(40, 5, 2);
    CHECK_THROWS_AS(cut_bands(grouped, StorageMap(grouped, StorageOrder::row_major, 40, 1), 40), ConfigError);
}
