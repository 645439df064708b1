#include "models/core/random.hpp"

#include <catch2/catch.hpp>

#include <map>

using fracbit::Random;

// The expected words were computed from the published algorithms by a separate Python script.
TEST_CASE("a seed gives the published xoshiro256** sequence on every platform") {
    Random random(0);
    CHECK(random.next() == 0x99ec5f36cb75f2b4U);
    CHECK(random.next() == 0xbf6e1f784956452aU);
    CHECK(random.next() == 0x1a5f849d4933e6e0U);
    CHECK(random.next() == 0x6aa594f1262d2d2cU);
}

TEST_CASE("equal seeds give equal sequences and other seeds give others") {
    Random a(5), b(5), c(6);
    CHECK(a.next() == b.next());
    CHECK(a.normal() == b.normal());
    CHECK(a.uniform() == b.uniform());
    CHECK(a.next() != c.next());
}

TEST_CASE("below draws every value about equally often and no other") {
    const std::uint64_t n = GENERATE(1U, 2U, 3U, 7U, 10U);
    CAPTURE(n);
    Random random(11);
    std::map<std::uint64_t, int> counts;
    for (int i = 0; i < 10'000; ++i) ++counts[random.below(n)];
    CHECK(counts.size() == n);
    CHECK(counts.rbegin()->first == n - 1);
    const double expected = 10'000.0 / static_cast<double>(n);
    for (const auto& [value, count] : counts) CHECK(count == Approx(expected).epsilon(0.15));
}

TEST_CASE("below has no bias towards small values where 2^64 is not a multiple of the bound") {
    // For this bound a plain remainder would give values below 2^62 twice as often as the others.
    const std::uint64_t bound = std::uint64_t{3} << 62;
    Random random(12);
    int small = 0;
    for (int i = 0; i < 30'000; ++i) small += random.below(bound) < bound / 3;
    CHECK(small == Approx(10'000).epsilon(0.05));
}

TEST_CASE("below zero is zero") { CHECK(Random(1).below(0) == 0); }

TEST_CASE("uniform numbers are at least 0 and below 1, with mean 1/2 and variance 1/12") {
    Random random(13);
    double sum = 0, squares = 0;
    bool inside = true;
    for (int i = 0; i < 100'000; ++i) {
        const double x = random.uniform();
        inside = inside && x >= 0 && x < 1;
        sum += x;
        squares += x * x;
    }
    CHECK(inside);
    CHECK(sum / 100'000 == Approx(0.5).margin(0.01));
    CHECK(squares / 100'000 == Approx(1.0 / 3).margin(0.01));
}

TEST_CASE("normal numbers have mean 0, variance 1 and normal tails") {
    Random random(14);
    double sum = 0, squares = 0;
    int beyond_two = 0;
    for (int i = 0; i < 100'000; ++i) {
        const double x = random.normal();
        sum += x;
        squares += x * x;
        beyond_two += x > 2 || x < -2;
    }
    CHECK(sum / 100'000 == Approx(0).margin(0.02));
    CHECK(squares / 100'000 == Approx(1).margin(0.03));
    CHECK(beyond_two / 100'000.0 == Approx(0.0455).margin(0.004));
}
