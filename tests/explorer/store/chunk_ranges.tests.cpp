#include "explorer/store/chunk_ranges.hpp"

#include "tests/support/drawer.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <iterator>
#include <set>

using namespace fracbit::explorer;
using namespace fracbit::tests;

TEST_CASE("chunks become as few ranges as possible") {
    CHECK(to_ranges({}).empty());
    CHECK(to_ranges({5, 3, 4, 9, 4}) == ChunkRanges{{3, 5}, {9, 9}});
    CHECK(to_chunks({{3, 5}, {9, 9}}) == std::vector<std::int64_t>{3, 4, 5, 9});
}

TEST_CASE("ranges read like page numbers") {
    CHECK(to_text(ChunkRanges{}) == "none");
    CHECK(to_text({{0, 3}, {7, 7}, {9, 12}}) == "0-3, 7, 9-12");
    CHECK(to_text({{0, 3}, {7, 7}, {9, 12}}, 2) == "0-3, 7, ...");
    CHECK(to_text({{0, 3}, {7, 7}}, 2) == "0-3, 7");
}

TEST_CASE("operations on ranges equal those on sets") {
    for (std::uint64_t seed = 1; seed <= 500; ++seed) {
        Drawer draw(seed);
        INFO("seed " << seed);
        std::vector<std::int64_t> a, b;
        for (auto* list : {&a, &b})
            for (auto count = draw.range(0, 20); count > 0; --count) list->push_back(draw.range(0, 30));
        const std::set<std::int64_t> x(a.begin(), a.end()), y(b.begin(), b.end());
        std::vector<std::int64_t> either, both;
        std::set_union(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(either));
        std::set_intersection(x.begin(), x.end(), y.begin(), y.end(), std::back_inserter(both));
        const auto p = to_ranges(a), q = to_ranges(b);
        REQUIRE(to_chunks(p) == std::vector<std::int64_t>(x.begin(), x.end()));
        REQUIRE(count(p) == static_cast<std::int64_t>(x.size()));
        REQUIRE(united(p, q) == to_ranges(either));
        REQUIRE(common(p, q) == to_ranges(both));
        REQUIRE(includes(p, q) == std::includes(x.begin(), x.end(), y.begin(), y.end()));
    }
}
