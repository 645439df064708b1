#include "models/circuits/synthesis.hpp"

#include "models/core/error.hpp"
#include "tests/models/circuits/random_matrices.hpp"

#include <catch2/catch.hpp>

#include <bit>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;

namespace {

int least_levels(const XorNetwork& network) {
    int levels = 0;
    for (const auto row : network.rows())
        if (row != 0)
            levels = std::max(levels, static_cast<int>(std::bit_width(static_cast<unsigned>(std::popcount(row) - 1))));
    return levels;
}

} // namespace

TEST_CASE("every circuit computes its matrix") {
    const std::uint64_t seed = 4101;
    Random random(seed);
    for (int round = 0; round < 60; ++round) {
        const XorNetwork network = random_matrix(random);
        CAPTURE(seed, round, shown(network));
        const Synthesis found = synthesize(network);
        REQUIRE(computes(found.netlist, network));
        REQUIRE(synthesize(network).netlist == found.netlist);
    }
}

TEST_CASE("a depth limit is met wherever the row weights allow it") {
    const std::uint64_t seed = 4102;
    Random random(seed);
    for (int round = 0; round < 60; ++round) {
        const XorNetwork network = random_matrix(random);
        const int least = least_levels(network);
        const int limit = least + static_cast<int>(random.below(3));
        CAPTURE(seed, round, limit, shown(network));
        const Synthesis found = synthesize(network, {limit, 1});
        REQUIRE(computes(found.netlist, network));
        REQUIRE(depth(found.netlist) <= limit);
        if (least > 0) REQUIRE_THROWS_AS(synthesize(network, {least - 1, 1}), ConfigError);
    }
}

TEST_CASE("a depth limit that a row cannot keep is refused with row, weight and least depth") {
    const XorNetwork network(5, {0b1, 0b11111, 0b11, 0, 0b100});
    CHECK_THROWS_WITH(
        synthesize(network, {2, 1}),
        "row 1 has 5 ones and needs at least 3 levels of two-input gates; the depth limit is 2: allow 3 or more");
    CHECK(depth(synthesize(network, {3, 1}).netlist) == 3);
}
