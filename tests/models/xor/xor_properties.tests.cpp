#include "models/xor/xor_properties.hpp"

#include "models/xor/xor_decoder.hpp"
#include "tests/models/xor/random_networks.hpp"

#include <catch2/catch.hpp>

#include <bit>
#include <cmath>
#include <set>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;

namespace {

/// Output weight of every input, straight from the definition; n_in small.
std::vector<int> output_weights(const XorNetwork& network) {
    std::vector<int> weights;
    for (std::uint64_t x = 0; x < std::uint64_t{1} << network.n_in(); ++x) {
        int weight = 0;
        for (const auto row : network.rows()) weight += std::popcount(row & x) % 2;
        weights.push_back(weight);
    }
    return weights;
}

} // namespace

TEST_CASE("the properties of the 2 to 3 network are those worked out by hand") {
    XorProperties expected;
    expected.rank = 2;
    expected.min_row_weight = 1;
    expected.max_row_weight = 2;
    expected.row_weight_histogram = {0, 2, 1};
    expected.minimum_distance = 2; // outputs 101, 011 and 110
    expected.logic_levels = 1;
    expected.naive_xor2 = 1;
    CHECK(properties(XorNetwork(2, {0b01, 0b10, 0b11})) == expected);
}

TEST_CASE("zero rows and repeated rows are counted") {
    const auto found = properties(XorNetwork(3, {0b101, 0, 0b101, 0, 0b111, 0b101}));
    CHECK(found.zero_rows == 2);
    CHECK(found.duplicate_rows == 3); // two of 101 and one of 000
    CHECK(found.rank == 2);
    CHECK(found.minimum_distance == 0); // x = 101 decodes to nothing but zeros
    CHECK(found.min_row_weight == 0);
    CHECK(found.row_weight_histogram == std::vector<int>{2, 0, 3, 1});
    CHECK(found.logic_levels == 2);
    CHECK(found.naive_xor2 == 5);
}

TEST_CASE("logic levels are the depth of the widest balanced tree") {
    const auto [weight, levels] =
        GENERATE(table<int, int>({{0, 0}, {1, 0}, {2, 1}, {3, 2}, {4, 2}, {5, 3}, {8, 3}, {9, 4}, {33, 6}, {64, 6}}));
    CAPTURE(weight);
    std::vector<std::uint64_t> rows(64);
    rows[7] = weight == 0 ? 0 : ~std::uint64_t{0} >> (64 - weight);
    CHECK(properties(XorNetwork(64, rows)).logic_levels == levels);
}

TEST_CASE("properties of small random networks equal brute force") {
    const std::uint64_t seed = GENERATE(range(1, 151));
    CAPTURE(seed);
    Random random(seed);
    XorSpec spec;
    spec.n_in = 1 + static_cast<int>(random.below(9));
    spec.n_out = spec.n_in + static_cast<int>(random.below(140));
    spec.taps = static_cast<int>(random.below(static_cast<std::uint64_t>(spec.n_in) + 1));
    spec.seed = random.next();
    const XorNetwork network(spec);
    const auto found = properties(network);

    const auto weights = output_weights(network);
    CHECK(found.minimum_distance == *std::min_element(weights.begin() + 1, weights.end()));
    // The kernel has 2^(n_in - rank) elements.
    CHECK(std::count(weights.begin(), weights.end(), 0) == std::int64_t{1} << (network.n_in() - found.rank));
    const std::set<std::uint64_t> different(network.rows().begin(), network.rows().end());
    CHECK(found.duplicate_rows == network.n_out() - static_cast<int>(different.size()));
    int zero_rows = 0, gates = 0, levels = 0, least = network.n_in(), most = 0;
    std::vector<int> histogram(static_cast<std::size_t>(network.n_in()) + 1);
    for (const auto row : network.rows()) {
        const int weight = std::popcount(row);
        ++histogram[static_cast<std::size_t>(weight)];
        zero_rows += weight == 0;
        gates += weight > 1 ? weight - 1 : 0;
        if (weight > 0) levels = std::max(levels, static_cast<int>(std::ceil(std::log2(weight))));
        least = std::min(least, weight);
        most = std::max(most, weight);
    }
    CHECK(found.row_weight_histogram == histogram);
    CHECK(found.zero_rows == zero_rows);
    CHECK(found.naive_xor2 == gates);
    CHECK(found.logic_levels == levels);
    CHECK(found.min_row_weight == least);
    CHECK(found.max_row_weight == most);
}

TEST_CASE("the minimum distance is known up to 20 inputs and left out above") {
    CHECK(properties(XorNetwork(XorSpec{20, 40, 0, 1})).minimum_distance.has_value());
    CHECK_FALSE(properties(XorNetwork(XorSpec{21, 40, 0, 1})).minimum_distance.has_value());
}

TEST_CASE("the rank of a wide network counts its independent columns") {
    CHECK(properties(XorNetwork(64, std::vector<std::uint64_t>(100, 1))).rank == 1);
    CHECK(properties(XorNetwork(XorSpec{64, 1024, 0, 1})).rank == 64);
}
