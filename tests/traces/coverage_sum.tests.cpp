#include "traces/coverage_sum.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

using fracbit::traces::CoverageSum;

TEST_CASE("a sum of one cycle a bucket is exact anywhere, and spreads a cycle evenly within it") {
    CoverageSum sum(100);
    CHECK(sum.bucket_cycles() == 1);
    CHECK(sum.empty());
    sum.add(10, 20);
    sum.add(15, 16); // overlaps count for each
    sum.add(30, 30);
    sum.finish();
    CHECK_FALSE(sum.empty());
    CHECK(sum.covered(0, 100) == 11);
    CHECK(sum.covered(9, 10) == 0);
    CHECK(sum.covered(10, 11) == 1);
    CHECK(sum.covered(15, 16) == 2);
    CHECK(sum.covered(19, 20) == 1);
    CHECK(sum.covered(20, 100) == 0);
    CHECK(sum.covered(19.5, 40) == 0.5);
    CHECK(sum.covered(-5, 200) == 11);
}

TEST_CASE("the last bucket may be narrower than the others, and spreads its own cycles alone") {
    CoverageSum sum(65'537);
    REQUIRE(sum.bucket_cycles() == 2); // the last has one cycle
    sum.add(65'536, 65'537);
    sum.finish();
    CHECK(sum.covered(65'536, 65'536.5) == 0.5);
    CHECK(sum.covered(65'534, 65'536) == 0);
    CHECK(sum.covered(65'536, 65'537) == 1);
}

TEST_CASE("sums over random intervals are those of a count cycle by cycle at the bounds of buckets") {
    const unsigned seed = 90210;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto up_to = [&](std::int64_t most) { return std::uniform_int_distribution<std::int64_t>(0, most)(random); };
    for (const std::int64_t end :
         {std::int64_t{1}, std::int64_t{65'536}, std::int64_t{65'537}, std::int64_t{400'001}}) {
        CoverageSum sum(end);
        std::vector<std::int64_t> covered(static_cast<std::size_t>(end));
        for (int i = 0; i < 200; ++i) {
            const std::int64_t from = up_to(end - 1);
            const std::int64_t to = std::min(end, from + up_to(i % 7 == 0 ? end : 20));
            sum.add(from, to);
            for (std::int64_t c = from; c < to; ++c) ++covered[static_cast<std::size_t>(c)];
        }
        sum.finish();
        const std::int64_t step = sum.bucket_cycles();
        CHECK(step == (end == 400'001 ? 8 : end == 65'537 ? 2 : 1));
        for (int i = 0; i < 100; ++i) {
            const std::int64_t from = up_to(end / step) * step;
            const std::int64_t to = std::min(end, from + up_to(end / step) * step);
            std::int64_t expected = 0;
            for (std::int64_t c = from; c < to; ++c) expected += covered[static_cast<std::size_t>(c)];
            INFO("end " << end << ", cycles " << from << " to " << to);
            CHECK(sum.covered(static_cast<double>(from), static_cast<double>(to)) == static_cast<double>(expected));
        }
    }
}
