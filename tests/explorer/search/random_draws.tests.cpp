#include "explorer/search/chunked_search.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace fracbit::explorer;

TEST_CASE("random draws visit every point of a space once, in an order of the seed") {
    for (const PointId size : {1, 2, 3, 5, 16, 17, 64, 1000, 4097}) {
        const RandomDraws draws(size, size, 7), again(size, size, 7), other(size, size, 8);
        std::set<PointId> seen;
        int differ = 0;
        for (PointId k = 0; k < size; ++k) {
            const PointId id = draws.draw(k);
            REQUIRE(id >= 0);
            REQUIRE(id < size);
            seen.insert(id);
            CHECK(again.draw(k) == id);
            differ += other.draw(k) != id ? 1 : 0;
        }
        CHECK(seen.size() == static_cast<std::size_t>(size));
        if (size > 100) CHECK(differ > size / 2);
    }
}

TEST_CASE("random draws spread over the largest spaces") {
    const PointId size = PointId{1} << 62;
    const RandomDraws draws(size, 1000, 3);
    int upper = 0;
    for (PointId k = 0; k < 1000; ++k) upper += draws.draw(k) >= size / 2 ? 1 : 0;
    CHECK(upper > 400);
    CHECK(upper < 600);
}

TEST_CASE("there are no more draws than points, and chunks hold them all") {
    CHECK(RandomDraws(10, 1000, 1).chunks() == 1);
    CHECK(RandomDraws(1 << 20, RandomDraws::chunk_size + 1, 1).chunks() == 2);
}
