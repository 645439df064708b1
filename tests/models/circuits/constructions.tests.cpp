// The constructions behind synthesize(), each alone.
#include "models/circuits/block_sums.hpp"
#include "models/circuits/nearest_sums.hpp"
#include "models/circuits/netlist_builder.hpp"
#include "models/circuits/pair_sharing.hpp"
#include "models/circuits/sum_tables.hpp"
#include "tests/models/circuits/random_matrices.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <map>
#include <numeric>
#include <set>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;

namespace {

constexpr std::int64_t plenty = 1'000'000'000;

XorNetlist nearest_first(const XorNetwork& network, const NearestSumsOptions& options = {}) {
    NetlistBuilder builder(network.n_in());
    std::vector<Signal> inputs(static_cast<std::size_t>(network.n_in()));
    std::iota(inputs.begin(), inputs.end(), 0);
    std::set<std::uint64_t> targets(network.rows().begin(), network.rows().end());
    std::int64_t budget = plenty;
    REQUIRE(sum_nearest_first(builder, inputs, {targets.begin(), targets.end()}, options, budget));
    return builder.netlist(network.rows());
}

} // namespace

TEST_CASE("the least depth of a tree over signals that are ready at different levels, by hand") {
    using Levels = std::vector<int>;
    CHECK(least_depth({}) == 0);
    CHECK(least_depth({3}) == 3);
    CHECK(least_depth({0, 0, 0}) == 2);
    CHECK(least_depth({0, 0, 0, 0}) == 2);
    CHECK(least_depth({1, 0, 0}) == 2);    // 2 + 1 + 1 = 2^2
    CHECK(least_depth({1, 0, 0, 0}) == 3); // 5 > 2^2
    CHECK(least_depth(Levels(1 << 6, 2)) == 8);
}

TEST_CASE("signals that cancel each other sum to constant 0") {
    NetlistBuilder builder(3);
    const Signal both = builder.gate(0, 1);
    CHECK(builder.balanced({0, 1, both}) == constant_zero);
    CHECK(builder.balanced({2, 2}) == constant_zero);
    CHECK(builder.balanced({0, 0, 2}) == 2);
    CHECK(builder.balanced({}) == constant_zero);
}

TEST_CASE("blocks say when their budget runs out") {
    const XorNetwork network(XorSpec{24, 40, 0, 3});
    NetlistBuilder builder(24);
    std::int64_t budget = 50;
    CHECK_FALSE(sum_by_blocks(builder, network.rows(), 2, {}, budget));
    CHECK(budget <= 0);
}

TEST_CASE("pairs are not shared by rows that have no level to spare") {
    // Rows of 8 = 2^3 ones: each must be a full tree of three levels.
    const std::uint64_t seed = GENERATE(range(1, 11));
    CAPTURE(seed);
    const XorNetwork network(XorSpec{12, 40, 8, seed});
    NetlistBuilder builder(12);
    std::vector<SignalRow> rows;
    for (std::uint64_t row : network.rows())
        for (rows.emplace_back(); row != 0; row &= row - 1) rows.back().push_back(std::countr_zero(row));
    share_pairs(builder, rows, {3, nullptr});
    const XorNetlist netlist = builder.netlist(network.rows());
    CHECK(computes(netlist, network));
    CHECK(depth(netlist) == 3);
}

TEST_CASE("a builder makes each sum once, lower where it can") {
    NetlistBuilder builder(4);
    const Signal both = builder.gate(1, 0);
    CHECK(builder.gate(0, 1) == both);
    CHECK(builder.gate(both, 0) == 1); // cancelled
    CHECK(builder.gate(both, both) == constant_zero);
    CHECK(builder.gate(constant_zero, both) == both);
    const Signal chain = builder.gate(builder.gate(both, 2), 3);
    CHECK(builder.level(chain) == 3);
    const Signal balanced = builder.balanced({0, 1, 2, 3});
    CHECK(balanced != chain);
    CHECK(builder.level(balanced) == 2);
    CHECK(builder.signal_of(0b1111) == balanced);
    CHECK(builder.balanced({}) == constant_zero);
    CHECK(builder.balanced({both, 0, 1}) == constant_zero);
    CHECK(builder.netlist({0b1111, 0, 0b1, 0b1111}) ==
          XorNetlist(4, {{0, 1}, {2, 3}, {4, 5}}, {6, constant_zero, 0, 6}));
}

TEST_CASE("a balanced sum keeps the least depth that its levels allow") {
    const std::uint64_t seed = 4201;
    Random random(seed);
    for (int round = 0; round < 200; ++round) {
        NetlistBuilder builder(64);
        std::vector<Signal> signals;
        int next_input = 0;
        std::int64_t shares = 0;
        for (int i = 0; i < 6; ++i) {
            // Chains of 1 to 6 inputs stand on levels 0 to 5.
            Signal chain = next_input++;
            for (auto gates = random.below(6); gates > 0; --gates) chain = builder.gate(chain, next_input++);
            signals.push_back(chain);
            shares += std::int64_t{1} << builder.level(chain);
        }
        int least = 0;
        while (std::int64_t{1} << least < shares) ++least;
        CAPTURE(seed, round);
        REQUIRE(builder.level(builder.balanced(signals)) == least);
    }
}

TEST_CASE("the pair that most rows share becomes a gate first") {
    // x0 ^ x1 is in three rows: 1 gate, then one more for each.
    const XorNetwork network(5, {0b00111, 0b01011, 0b10011, 0b1, 0b1});
    NetlistBuilder builder(5);
    share_pairs(builder, {{0, 1, 2}, {0, 1, 3}, {0, 1, 4}}, {});
    CHECK(builder.netlist(network.rows()).xor2() == 4);
    CHECK(builder.made_of(5) == XorGate{0, 1});
}

TEST_CASE("cancellation saves gates that pair sharing cannot") {
    // Boyar and Peralta's example: x0 ^ x1, x0 ^ x1 ^ x2, x0 ^ x1 ^ x2 ^ x3, x1 ^ x2 ^ x3: four gates, the last one
    // cancelling x0.
    const XorNetwork network(4, {0b0011, 0b0111, 0b1111, 0b1110});
    const XorNetlist found = nearest_first(network);
    CHECK(computes(found, network));
    CHECK(found.xor2() == 4);
    NetlistBuilder builder(4);
    share_pairs(builder, {{0, 1}, {0, 1, 2}, {0, 1, 2, 3}, {1, 2, 3}}, {});
    CHECK(builder.netlist(network.rows()).xor2() == 5);
}

TEST_CASE("nearest sums and blocks compute every matrix and keep depth limits") {
    const std::uint64_t seed = 4202;
    Random random(seed);
    for (int round = 0; round < 60; ++round) {
        const XorNetwork network = random_matrix(random);
        CAPTURE(seed, round, shown(network));
        NearestSumsOptions options;
        options.random = round % 2 == 0 ? nullptr : &random;
        REQUIRE(computes(nearest_first(network, options), network));
        int heaviest = 1;
        for (const auto row : network.rows()) heaviest = std::max(heaviest, std::popcount(row));
        options.max_depth = static_cast<int>(std::bit_width(static_cast<unsigned>(heaviest - 1))) + round % 3;
        const XorNetlist shallow = nearest_first(network, options);
        REQUIRE(computes(shallow, network));
        REQUIRE(depth(shallow) <= *options.max_depth);

        if (network.n_in() < 2) continue;
        const int blocks = 2 + static_cast<int>(random.below(static_cast<std::uint64_t>(network.n_in()) - 1));
        for (const bool limited : {false, true}) {
            if (!limited)
                options.max_depth.reset();
            else
                options.max_depth = 8;
            NetlistBuilder builder(network.n_in());
            std::int64_t budget = plenty;
            const bool done = sum_by_blocks(builder, network.rows(), blocks, options, budget);
            if (!limited) REQUIRE(done);
            if (!done) continue;
            REQUIRE(computes(builder.netlist(network.rows()), network));
            if (limited) REQUIRE(depth(builder.netlist(network.rows())) <= 8);
        }
    }
}

TEST_CASE("a search stops when its budget is used up") {
    const XorNetwork network({16, 60, 0, 1});
    NetlistBuilder builder(16);
    std::vector<Signal> inputs(16);
    std::iota(inputs.begin(), inputs.end(), 0);
    std::int64_t budget = 1000;
    CHECK_FALSE(sum_nearest_first(builder, inputs, network.rows(), {}, budget));
    CHECK(budget <= 0);
}

TEST_CASE("tables of sums hold what was put into them") {
    const std::uint64_t seed = 4203;
    Random random(seed);
    // Sums of high, of low and of all inputs: the hash must spread each kind.
    for (const int shift : {0, 44, 20}) {
        SumMap<int> map;
        SumSet set;
        std::map<std::uint64_t, int> expected;
        for (int i = 1; i <= 5000; ++i) {
            const std::uint64_t sum = (1 + random.below((1U << 20) - 1)) << shift;
            map[sum] = i;
            set.insert(sum);
            expected[sum] = i;
        }
        CAPTURE(seed, shift);
        int wrong = 0;
        for (const auto& [sum, value] : expected)
            wrong += map.find(sum) == nullptr || *map.find(sum) != value || !set.contains(sum);
        for (int i = 0; i < 5000; ++i) {
            const std::uint64_t sum = (1 + random.below((1U << 20) - 1)) << shift;
            wrong +=
                (map.find(sum) != nullptr) != expected.contains(sum) || set.contains(sum) != expected.contains(sum);
        }
        CHECK(wrong == 0);
        CHECK(map.find(0) == nullptr);
        map.clear();
        CHECK(map.find(expected.begin()->first) == nullptr);
    }
}
