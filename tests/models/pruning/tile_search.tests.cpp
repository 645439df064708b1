#include "models/pruning/tile_search.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

namespace {

TileGains draw_gains(Random& random, std::int64_t rows, std::int64_t columns, double price) {
    TileGains gains{rows, columns, {}};
    for (std::int64_t i = 0; i < rows * columns; ++i)
        gains.values.push_back(static_cast<float>(std::abs(random.normal()) - price));
    return gains;
}

double gain_of(const TileGains& gains, const std::vector<std::uint64_t>& u, const std::vector<std::uint64_t>& v) {
    double sum = 0;
    for (std::size_t i = 0; i < gains.values.size(); ++i)
        if ((u[i / v.size()] & v[i % v.size()]) != 0) sum += static_cast<double>(gains.values[i]);
    return sum;
}

/// What the best union of `u`'s components gains in one column.
double best_of_column(const TileGains& gains, const std::vector<std::uint64_t>& u, std::int64_t column, int rank) {
    double best = 0;
    for (std::uint64_t word = 0; word < (std::uint64_t{1} << rank); ++word) {
        double sum = 0;
        for (std::size_t r = 0; r < u.size(); ++r)
            if ((u[r] & word) != 0)
                sum += static_cast<double>(
                    gains.values[r * static_cast<std::size_t>(gains.columns) + static_cast<std::size_t>(column)]);
        best = std::max(best, sum);
    }
    return best;
}

} // namespace

TEST_CASE("columns take the best of all unions, whatever the rank and the number of columns") {
    constexpr std::uint64_t seed = 31;
    Random random(seed);
    for (int i = 0; i < 200; ++i) {
        const int rank = 1 + static_cast<int>(random.below(6));
        const auto rows = 1 + static_cast<std::int64_t>(random.below(40));
        const auto columns = 1 + static_cast<std::int64_t>(random.below(30));
        INFO("seed " << seed << ", case " << i << ": " << rows << " x " << columns << ", rank " << rank);
        const TileGains gains = draw_gains(random, rows, columns, 0.9);
        std::vector<std::uint64_t> u(static_cast<std::size_t>(rows));
        for (auto& word : u) word = random.below(std::uint64_t{1} << rank);
        double gain = 0;
        const auto v = best_columns(gains, u, rank, &gain);
        double expected = 0;
        for (std::int64_t c = 0; c < columns; ++c) expected += best_of_column(gains, u, c, rank);
        REQUIRE(gain_of(gains, u, v) == Approx(expected).margin(1e-4));
        REQUIRE(gain == Approx(expected).margin(1e-4));
    }
}

TEST_CASE("of equal unions a column takes the one with more components") {
    // Column 0: nothing to gain or lose; column 1: the second row loses what the first gains.
    const TileGains gains{2, 2, {0, 1, 0, -1}};
    CHECK(best_columns(gains, std::vector<std::uint64_t>{1, 2}, 2) == std::vector<std::uint64_t>{3, 1});
}

TEST_CASE("many starts find the best rank-1 product of small tiles") {
    constexpr std::uint64_t seed = 32;
    Random random(seed);
    int found = 0;
    constexpr int cases = 100;
    for (int i = 0; i < cases; ++i) {
        const TileGains gains = draw_gains(random, 6, 7, 1.1);
        double best = 0;
        for (std::uint64_t rows = 0; rows < 64; ++rows) {
            std::vector<std::uint64_t> u;
            for (int r = 0; r < 6; ++r) u.push_back((rows >> r) & 1U);
            double sum = 0;
            for (std::int64_t c = 0; c < 7; ++c) sum += best_of_column(gains, u, c, 1);
            best = std::max(best, sum);
        }
        const TileFactors factors = search_tile(gains, 1, 64, random);
        INFO("seed " << seed << ", case " << i);
        REQUIRE(factors.gain == Approx(gain_of(gains, factors.u, factors.v)).margin(1e-5));
        REQUIRE(factors.gain <= best + 1e-5);
        if (factors.gain > best - 1e-5) ++found;
    }
    CHECK(found >= 95); // an ascent may end on a hill beside the highest
}

TEST_CASE("a tile with nothing worth keeping keeps nothing") {
    Random random(1);
    const TileFactors factors = search_tile(draw_gains(random, 9, 11, 100), 2, 6, random);
    CHECK(factors.gain == 0);
    CHECK(factors.u == std::vector<std::uint64_t>(9));
    CHECK(factors.v == std::vector<std::uint64_t>(11));
}

TEST_CASE("a tile whose every weight is worth keeping keeps them all") {
    Random random(1);
    const TileGains gains = draw_gains(random, 9, 11, -1);
    const TileFactors factors = search_tile(gains, 3, 6, random);
    for (const auto u : factors.u)
        for (const auto v : factors.v) CHECK((u & v) != 0);
}
