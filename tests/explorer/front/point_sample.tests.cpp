#include "explorer/front/point_sample.hpp"

#include "models/core/error.hpp"
#include "tests/support/drawer.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

using namespace fracbit;
using namespace fracbit::explorer;
using namespace fracbit::tests;

namespace {

std::vector<PointId> ids_of(const PointSample& sample) {
    std::vector<PointId> ids;
    for (const auto& point : sample.points()) ids.push_back(point.id);
    return ids;
}

PointSample sample_of(std::int64_t size, std::uint64_t seed, const std::vector<PointId>& ids) {
    PointSample sample(size, seed);
    for (const auto id : ids) sample.add(id, std::vector{static_cast<double>(id), -0.0});
    return sample;
}

std::vector<PointId> first_ids(std::int64_t count) {
    std::vector<PointId> ids(static_cast<std::size_t>(count));
    std::iota(ids.begin(), ids.end(), 0);
    return ids;
}

} // namespace

TEST_CASE("a sample keeps as many points as asked for, with their values") {
    const auto sample = sample_of(5, 1, first_ids(1000));
    const auto points = sample.points();
    REQUIRE(points.size() == 5);
    CHECK(std::is_sorted(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.id < b.id; }));
    for (const auto& point : points) {
        CHECK(point.values[0] == static_cast<double>(point.id));
        CHECK_FALSE(std::signbit(point.values[1]));
    }
    CHECK(sample_of(5, 1, first_ids(3)).points().size() == 3);
    CHECK(sample_of(0, 1, first_ids(3)).points().empty());
}

TEST_CASE("a sample does not depend on the order of points nor on how they were shared out") {
    auto ids = first_ids(2000);
    const auto expected = sample_of(100, 42, ids).points();
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        Drawer draw(seed);
        for (auto left = ids.size(); left > 1; --left)
            std::swap(ids[left - 1], ids[static_cast<std::size_t>(draw.range(0, static_cast<std::int64_t>(left) - 1))]);
        INFO("seed " << seed);
        REQUIRE(sample_of(100, 42, ids).points() == expected);
        const auto cut = ids.begin() + draw.range(0, 2000);
        PointSample sample = sample_of(100, 42, {ids.begin(), cut});
        sample.merge(sample_of(100, 42, {cut, ids.end()}));
        REQUIRE(sample.points() == expected);
    }
}

TEST_CASE("another seed gives another sample") {
    CHECK(ids_of(sample_of(20, 1, first_ids(1000))) != ids_of(sample_of(20, 2, first_ids(1000))));
}

TEST_CASE("every part of a range has its share of a sample") {
    // 4,000 of 100,000 in ten parts: 400 each, standard deviation 19. Ids that are multiples of a power of two too.
    for (const PointId step : {1, 1 << 20}) {
        auto ids = first_ids(100'000);
        for (auto& id : ids) id *= step;
        std::vector<int> parts(10);
        for (const auto id : ids_of(sample_of(4000, 7, ids))) ++parts[static_cast<std::size_t>(id / step / 10'000)];
        for (const int part : parts) CHECK(std::abs(part - 400) < 5 * 19);
    }
}

TEST_CASE("what a sample wants it keeps") {
    PointSample sample(3, 5);
    for (const auto id : first_ids(200)) {
        const bool wanted = sample.wants(id);
        sample.add(id, {});
        const auto ids = ids_of(sample);
        REQUIRE(wanted == (std::find(ids.begin(), ids.end(), id) != ids.end()));
    }
}

TEST_CASE("a point that comes again is in a sample once") {
    PointSample sample(3, 5);
    for (const PointId id : {7, 8, 7, 7}) sample.add(id, {});
    CHECK(ids_of(sample) == std::vector<PointId>{7, 8});
}

TEST_CASE("samples of another size or seed do not merge") {
    PointSample sample(3, 5);
    CHECK(message_of<ConfigError>([&] { sample.merge(PointSample(4, 5)); }) ==
          "a sample of 3 points with seed 5 cannot take in one of 4 with seed 5");
    CHECK(message_of<ConfigError>([&] { sample.merge(PointSample(3, 6)); }) ==
          "a sample of 3 points with seed 5 cannot take in one of 3 with seed 6");
    CHECK(message_of<ConfigError>([&] { PointSample(-1, 5); }) == "a sample has 0 points or more, found -1");
}
