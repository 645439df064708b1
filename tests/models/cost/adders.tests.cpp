// Counts of adders against closed forms of textbooks, and against circuits that are built and run.
#include "models/cost/adders.hpp"

#include <catch2/catch.hpp>

#include <bitset>
#include <deque>
#include <vector>

using namespace fracbit::models;

namespace {

std::int64_t ones(std::int64_t n) {
    return static_cast<std::int64_t>(std::bitset<64>(static_cast<std::uint64_t>(n)).count());
}

/// Adds the bits of columns of equal weight until each has one, and counts the adders on the way.
AdderCount compress(std::vector<std::deque<bool>> columns, std::int64_t& sum) {
    AdderCount used;
    sum = 0;
    for (std::size_t weight = 0; weight < columns.size() && !columns[weight].empty(); ++weight) {
        columns.emplace_back(); // for the carries; no reference into `columns` outlives it
        auto& column = columns[weight];
        const auto take = [&] {
            const bool bit = column.front();
            column.pop_front();
            return bit;
        };
        while (column.size() > 1) {
            const bool full = column.size() > 2;
            (full ? used.full : used.half) += 1;
            const int total = take() + take() + (full ? take() : 0);
            column.push_back(total % 2 != 0);
            columns[weight + 1].push_back(total > 1);
        }
        if (column.front()) sum += std::int64_t{1} << weight;
    }
    return used;
}

} // namespace

TEST_CASE("a counter of n ones has n minus the ones of n adders") {
    for (std::int64_t n = 1; n <= 4096; ++n) {
        const AdderCount count = popcount(n);
        INFO("n = " << n);
        REQUIRE(count.full + count.half == n - ones(n));
        REQUIRE(count.half == bits_to_count(n + 1) - ones(n)); // the zeros among n's digits
    }
    for (int k = 1; k <= 12; ++k)
        CHECK(popcount((std::int64_t{1} << k) - 1) == AdderCount{(std::int64_t{1} << k) - 1 - k, 0});
}

TEST_CASE("a counter that is built adder by adder has that many and counts") {
    for (std::int64_t n = 1; n <= 300; ++n) {
        std::vector<std::deque<bool>> columns(1);
        std::int64_t expected = 0, sum = 0;
        for (std::int64_t i = 0; i < n; ++i) {
            columns[0].push_back((i * i + n) % 3 == 0);
            expected += columns[0].back() ? 1 : 0;
        }
        INFO("n = " << n);
        REQUIRE(compress(columns, sum) == popcount(n));
        REQUIRE(sum == expected);
    }
}

TEST_CASE("a tree of ripple adders follows its closed form") {
    for (int levels = 0; levels <= 12; ++levels)
        for (const std::int64_t bits : {1, 8, 9, 17}) {
            const std::int64_t n = std::int64_t{1} << levels;
            CHECK(adder_tree(n, bits) == AdderCount{(n - 1) * bits + 2 * n - levels - 2, 0});
        }
    struct Case {
        std::int64_t n, bits, full;
    };
    // Five of 8 bits: two pairs of 9 bits, one pair of 10 bits, and the fifth as a number of 10 bits joins: 2 9 + 10
    // + 11.
    for (const Case& c : {Case{1, 8, 0}, Case{2, 8, 9}, Case{3, 8, 19}, Case{5, 8, 39}, Case{6, 8, 48}})
        CHECK(adder_tree(c.n, c.bits).full == c.full);
    CHECK(adder_tree_bits(64, 9) == 15);
    CHECK(adder_tree_bits(65, 9) == 16);
}

TEST_CASE("an array multiplier has n squared less 2 n full adders and n half adders") {
    for (const std::int64_t n : {2, 4, 8, 16, 32}) CHECK(multiplier(n, n) == AdderCount{n * n - 2 * n, n});
    CHECK(multiplier(8, 8) == AdderCount{48, 8});
    CHECK(multiplier(32, 24) == AdderCount{720, 24});
}

TEST_CASE("bits to count are the ceiling of the logarithm") {
    const std::pair<std::int64_t, int> cases[] = {{1, 0}, {2, 1}, {3, 2}, {4, 2}, {5, 3}, {64, 6}, {65, 7}};
    for (const auto& [n, bits] : cases) CHECK(bits_to_count(n) == bits);
}
