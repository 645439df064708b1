#include "models/circuits/synthesis.hpp"

#include "models/core/error.hpp"
#include "tests/models/circuits/random_matrices.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <set>
#include <string>

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

TEST_CASE("another seed breaks ties in another way") {
    const XorNetwork network(XorSpec{20, 60, 0, 1});
    const auto by_seed = [&](std::uint64_t seed) {
        return synthesize_by(SynthesisMethod::paar_random, network, {std::nullopt, seed});
    };
    CHECK(by_seed(1) == by_seed(1));
    CHECK_FALSE(by_seed(1) == by_seed(2));
}

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

TEST_CASE("limits of any size are limits") {
    const XorNetwork network({20, 40, 0, 7});
    for (const int limit : {30, 60, 61, 62, 63, 64, 1000}) {
        CAPTURE(limit);
        const XorNetlist found = synthesize(network, {limit, 1}).netlist;
        CHECK(computes(found, network));
        CHECK(depth(found) <= limit);
    }
    const XorNetwork wires(20, std::vector<std::uint64_t>(20, 1));
    CHECK(synthesize(wires, {0, 1}).netlist.xor2() == 0);
    CHECK_THROWS_WITH(synthesize(wires, {-1, 1}),
                      "row 0 has 1 ones and needs at least 0 levels of two-input gates; the depth "
                      "limit is -1: allow 0 or more");
}

TEST_CASE("rows that need no gate get none") {
    const Synthesis found = synthesize(XorNetwork(1, {1, 0, 1}));
    CHECK(found.netlist == XorNetlist(1, {}, {0, constant_zero, 0}));
    CHECK(found.method == SynthesisMethod::trees);
    CHECK(synthesize(XorNetwork(1, {0})).netlist.xor2() == 0);
    CHECK(synthesize(XorNetwork(1, {1}), {0, 1}).netlist.xor2() == 0);
}

TEST_CASE("equal rows and sums of rows cost no more than one gate") {
    // r2 = r0 ^ r1 of weight 6, r3 = r0.
    const XorNetwork network(6, {0b000111, 0b111000, 0b111111, 0b000111, 0, 0b111111});
    const Synthesis found = synthesize(network);
    CHECK(computes(found.netlist, network));
    CHECK(found.netlist.xor2() == 2 + 2 + 1);
    CHECK(found.netlist.outputs()[0] == found.netlist.outputs()[3]);
    CHECK(found.netlist.outputs()[4] == constant_zero);
}

TEST_CASE("the smallest circuit of all methods is kept, the first of equal ones") {
    const auto [n_in, n_out, taps] =
        GENERATE(table<int, int, int>({{8, 20, 2}, {8, 20, 3}, {12, 40, 0}, {20, 40, 0}, {64, 80, 3}, {40, 48, 0}}));
    const XorNetwork network({n_in, n_out, taps, 5});
    CAPTURE(n_in, n_out, taps);
    const Synthesis best = synthesize(network);
    int fewest = 1 << 20;
    for (int m = 0; m < synthesis_methods; ++m) {
        const auto found = synthesize_by(static_cast<SynthesisMethod>(m), network);
        if (!found) continue;
        CHECK(computes(*found, network));
        fewest = std::min(fewest, found->xor2());
        if (static_cast<SynthesisMethod>(m) == best.method) CHECK(*found == best.netlist);
    }
    CHECK(best.netlist.xor2() == fewest);
    CHECK(synthesize(network, {std::nullopt, 1}).netlist == best.netlist);
}

TEST_CASE("a dense network takes well under half the gates of its trees") {
    const XorNetwork network({20, 188, 0, 1});
    const int trees = synthesize_by(SynthesisMethod::trees, network)->xor2();
    const int paar = synthesize_by(SynthesisMethod::paar, network)->xor2();
    const int best = synthesize(network).netlist.xor2();
    CAPTURE(trees, paar, best);
    CHECK(paar < trees);
    CHECK(best <= 380); // 368 when this was written
    CHECK(depth(synthesize(network, {5, 1}).netlist) == 5);
}

TEST_CASE("methods have names") {
    std::set<std::string> names;
    for (int m = 0; m < synthesis_methods; ++m) names.insert(to_string(static_cast<SynthesisMethod>(m)));
    CHECK(names == std::set<std::string>{"boyar_peralta", "four_russians", "paar", "paar_random", "trees"});
}

TEST_CASE("a search for gates stops between any two of them once it is cancelled") {
    const XorNetwork network(XorSpec{12, 40, 0, 1});
    for (int m = 1; m < synthesis_methods; ++m) {
        const auto method = static_cast<SynthesisMethod>(m);
        CAPTURE(to_string(method));
        int asked = 0;
        SynthesisOptions options;
        options.cancelled = [&asked] { return ++asked < 0; };
        const auto whole = synthesize_by(method, network, options);
        REQUIRE(whole);
        CHECK(whole == synthesize_by(method, network));
        const int questions = asked;
        CHECK(questions >= 20); // one a gate of each trial
        for (const int last : {1, 20, questions}) {
            asked = 0;
            options.cancelled = [&] { return ++asked == last; };
            CHECK_THROWS_AS(synthesize_by(method, network, options), Cancelled);
            CHECK(asked == last);
        }
    }
}
