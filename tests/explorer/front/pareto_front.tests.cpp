#include "explorer/front/pareto_front.hpp"

#include "models/core/error.hpp"
#include "tests/explorer/front/random_points.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

using namespace fracbit;
using namespace fracbit::explorer;
using namespace fracbit::tests;

namespace {

ParetoFront front_of(int objectives, const std::vector<RandomPoint>& points) {
    ParetoFront front(objectives);
    for (const auto& point : points) front.add(point.id, point.objectives, point.values);
    return front;
}

/// Every bit of a list of members: 0 and -0, which are equal, differ here.
std::vector<std::uint64_t> bits(const std::vector<FrontMember>& members) {
    std::vector<std::uint64_t> all;
    for (const auto& member : members) {
        all.push_back(static_cast<std::uint64_t>(member.id));
        all.push_back(static_cast<std::uint64_t>(member.equals));
        for (const double value : member.objectives) all.push_back(std::bit_cast<std::uint64_t>(value));
        for (const double value : member.values) all.push_back(std::bit_cast<std::uint64_t>(value));
    }
    return all;
}

} // namespace

TEST_CASE("a front holds what nothing is better than") {
    ParetoFront front(2);
    CHECK(front.add(1, std::vector{3.0, 3.0}, std::vector{10.0}));
    CHECK(front.add(2, std::vector{1.0, 5.0}, std::vector{20.0}));
    CHECK_FALSE(front.add(3, std::vector{4.0, 3.0}, std::vector{30.0}));
    CHECK(front.add(4, std::vector{2.0, 2.0}, std::vector{40.0})); // better than point 1
    CHECK(front.size() == 2);
    CHECK(front.members() == std::vector<FrontMember>{{2, 1, {1, 5}, {20}}, {4, 1, {2, 2}, {40}}});
}

TEST_CASE("equal objectives are one member, whose smallest id stands for all") {
    ParetoFront front(2);
    front.add(9, std::vector{1.0, -0.0}, std::vector{9.0});
    CHECK(front.add(4, std::vector{1.0, 0.0}, std::vector{4.0}));
    CHECK(front.add(6, std::vector{1.0, 0.0}, std::vector{6.0}, 5));
    CHECK(front.members() == std::vector<FrontMember>{{4, 7, {1, 0}, {4}}});
}

TEST_CASE("values of a front have one zero and one NaN") {
    ParetoFront front(1);
    front.add(1, std::vector{-0.0}, std::vector{-0.0, -std::nan("17")});
    const auto member = front.members().front();
    CHECK_FALSE(std::signbit(member.objectives[0]));
    CHECK_FALSE(std::signbit(member.values[0]));
    CHECK(std::bit_cast<std::uint64_t>(member.values[1]) ==
          std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN()));
}

TEST_CASE("random fronts equal the front by definition, point by point as they come") {
    for (std::uint64_t seed = 1; seed <= 600; ++seed) {
        const auto drawn = random_points(seed, 60);
        INFO(to_text(drawn));
        ParetoFront front(drawn.objectives);
        std::vector<RandomPoint> so_far;
        for (const auto& point : drawn.points) {
            so_far.push_back(point);
            const bool taken = front.add(point.id, point.objectives, point.values);
            const auto expected = front_by_definition(so_far);
            const bool on_front = std::any_of(expected.begin(), expected.end(), [&](const FrontMember& member) {
                return member.objectives == point.objectives;
            });
            REQUIRE(taken == on_front);
            REQUIRE(front.size() == static_cast<std::int64_t>(expected.size()));
            REQUIRE(bits(front.members()) == bits(expected));
        }
    }
}

TEST_CASE("large random fronts equal the front by definition") {
    for (std::uint64_t seed = 1001; seed <= 1040; ++seed) {
        const auto drawn = random_points(seed, 3000);
        INFO(to_text(drawn));
        REQUIRE(bits(front_of(drawn.objectives, drawn.points).members()) == bits(front_by_definition(drawn.points)));
    }
}

TEST_CASE("the order of points leaves no trace in a front") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        auto drawn = random_points(seed, 800);
        INFO(to_text(drawn));
        const auto expected = bits(front_of(drawn.objectives, drawn.points).members());
        Drawer draw(seed);
        for (int permutation = 0; permutation < 5; ++permutation) {
            shuffle(drawn.points, draw);
            REQUIRE(bits(front_of(drawn.objectives, drawn.points).members()) == expected);
        }
    }
}

TEST_CASE("fronts of parts merge to the front of the whole in any order and grouping") {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        const auto drawn = random_points(seed, 400);
        INFO(to_text(drawn));
        const auto expected = bits(front_of(drawn.objectives, drawn.points).members());
        Drawer draw(seed);
        std::vector<ParetoFront> parts(static_cast<std::size_t>(draw.range(1, 9)), ParetoFront(drawn.objectives));
        for (const auto& point : drawn.points)
            parts[static_cast<std::size_t>(draw.range(0, static_cast<std::int64_t>(parts.size()) - 1))].add(
                point.id, point.objectives, point.values);
        while (parts.size() > 1) {
            const auto from = static_cast<std::size_t>(draw.range(0, static_cast<std::int64_t>(parts.size()) - 1));
            const ParetoFront part = parts[from];
            parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(from));
            parts[static_cast<std::size_t>(draw.range(0, static_cast<std::int64_t>(parts.size()) - 1))].merge(part);
        }
        REQUIRE(bits(parts.front().members()) == expected);
    }
}

TEST_CASE("a front that moves on forgets what it left behind") {
    // Each generation dominates the one before, so that whole buckets empty again and again.
    ParetoFront front(2);
    std::vector<RandomPoint> last;
    PointId id = 0;
    for (int generation = 40; generation > 0; --generation) {
        last.clear();
        for (int i = 0; i < 500; ++i) {
            last.push_back({id++, {generation * 1000.0 + i, generation * 1000.0 - i}, {}});
            REQUIRE(front.add(last.back().id, last.back().objectives, {}));
        }
        REQUIRE(front.size() == 500);
    }
    CHECK(bits(front.members()) == bits(front_by_definition(last)));
}

TEST_CASE("a copy of a front goes its own way") {
    ParetoFront front(1);
    front.add(1, std::vector{2.0}, {});
    ParetoFront copy = front;
    copy.add(2, std::vector{1.0}, {});
    CHECK(front.members().front().id == 1);
    CHECK(copy.members().front().id == 2);
}

TEST_CASE("a front takes 1 to 16 objectives") {
    CHECK(ParetoFront(16).objectives() == 16);
    for (const int objectives : {-1, 0, 17})
        CHECK(message_of<ConfigError>([&] { ParetoFront front(objectives); }) ==
              "a front has 1 to 16 objectives, found " + std::to_string(objectives));
}

TEST_CASE("a front refuses NaN and leaves its members alone") {
    ParetoFront front(2);
    front.add(1, std::vector{1.0, 1.0}, {});
    CHECK(message_of<ConfigError>([&] {
              front.add(12, std::vector{0.0, std::nan("")}, {});
          }) ==
          "objective 1 of point 12 is NaN: it cannot be compared; give a number, infinite if need be, or a constraint "
          "that leaves such points out");
    CHECK(front.members() == std::vector<FrontMember>{{1, 1, {1, 1}, {}}});
}

TEST_CASE("a front refuses points of another number of objectives") {
    ParetoFront front(2);
    CHECK(message_of<ConfigError>([&] { front.add(12, std::vector{0.0}, {}); }) ==
          "point 12 has 1 objectives; the front has 2");
    CHECK(message_of<ConfigError>([&] { front.merge(ParetoFront(3)); }) ==
          "a front of 2 objectives cannot take in one of 3");
}

TEST_CASE("16 objectives of infinities are compared like others") {
    ParetoFront front(16);
    std::vector<double> point(16, INFINITY);
    CHECK(front.add(1, point, {}));
    point[7] = -INFINITY;
    CHECK(front.add(2, point, {}));
    CHECK(front.members().front().id == 2);
    CHECK(front.size() == 1);
}
