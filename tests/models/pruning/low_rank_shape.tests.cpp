#include "models/pruning/low_rank_shape.hpp"

#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::tests::message_of;

TEST_CASE("tiles keep to their budget and would not with a column less") {
    for (const std::int64_t group_rows : {1, 4, 16, 32, 64})
        for (const double budget : {0.001, 0.01, 0.03, 1.0 / 32, 0.05, 0.1, 0.14, 0.2, 0.5, 1.0, 2.0}) {
            const LowRankShape shape = low_rank_shape(budget, group_rows);
            INFO(group_rows << " rows a group, budget " << budget << ": " << shape.tile_rows << " x "
                            << shape.tile_columns);
            CHECK(shape.rank == 1);
            CHECK(shape.tile_rows % group_rows == 0);
            CHECK(bits_per_weight(shape) <= budget * (1 + 1e-6));
            if (shape.tile_columns == 1) continue;
            LowRankShape narrower = shape;
            --narrower.tile_columns;
            CHECK(bits_per_weight(narrower) > budget);
        }
}

TEST_CASE("0.14 bits a weight buy tiles of 32 x 10 weights") {
    const LowRankShape shape = low_rank_shape(0.14, 32);
    CHECK(shape.tile_rows == 32);
    CHECK(shape.tile_columns == 10);
    CHECK(bits_per_weight(shape) == Approx(1.0 / 32 + 1.0 / 10));
}

TEST_CASE("tiles are as square as row groups allow, and a budget that whole columns meet exactly is used up") {
    CHECK(low_rank_shape(0.2, 1).tile_rows == 10);
    CHECK(low_rank_shape(0.2, 1).tile_columns == 10);
    CHECK(low_rank_shape(0.3, 5).tile_rows == 5); // 1/5 + 1/10, where 0.3 - 1/5 is a little below 0.1
    CHECK(low_rank_shape(0.3, 5).tile_columns == 10);
}

TEST_CASE("budgets and row groups of nothing are refused") {
    CHECK(message_of<ConfigError>([] { low_rank_shape(0, 32); }) ==
          "a low-rank mask of 0 bits a weight; it needs more than 0");
    CHECK(message_of<ConfigError>([] { low_rank_shape(0.1, 0); }) == "group_rows is 0; row groups need at least 1 row");
}
