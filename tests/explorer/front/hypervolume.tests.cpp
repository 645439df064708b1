#include "explorer/front/hypervolume.hpp"

#include "models/core/error.hpp"
#include "tests/support/drawer.hpp"
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

constexpr double infinity = std::numeric_limits<double>::infinity();

using Points = std::vector<std::vector<double>>;

std::vector<FrontMember> members_of(const Points& points) {
    std::vector<FrontMember> members;
    for (const auto& point : points) members.push_back({static_cast<PointId>(members.size()), 1, point, {}});
    return members;
}

double volume(const Points& points, const std::vector<double>& reference) {
    return hypervolume(members_of(points), reference);
}

/// Boxes between points and reference by inclusion and exclusion: exact for small integers.
double by_inclusion_and_exclusion(const Points& points, const std::vector<double>& reference) {
    double sum = 0;
    for (unsigned subset = 1; subset < 1U << points.size(); ++subset) {
        double common = 1;
        for (std::size_t i = 0; i < reference.size(); ++i) {
            double low = -infinity;
            for (std::size_t point = 0; point < points.size(); ++point)
                if ((subset >> point & 1U) != 0) low = std::max(low, points[point][i]);
            common *= std::max(0.0, reference[i] - low);
        }
        sum += std::popcount(subset) % 2 == 1 ? common : -common;
    }
    return sum;
}

} // namespace

TEST_CASE("hypervolumes of boxes computed by hand") {
    struct Case {
        const char* what;
        Points points;
        std::vector<double> reference;
        double expected;
    };
    const std::vector<Case> cases{
        {"no point", {}, {1, 1}, 0},
        {"one objective", {{3}, {5}}, {10}, 7},
        {"one objective, at the reference", {{10}}, {10}, 0},
        {"a square", {{1, 1}}, {3, 3}, 4},
        {"two overlapping rectangles", {{0, 2}, {1, 0}}, {3, 3}, 7},
        {"equal points", {{1, 1}, {1, 1}}, {3, 3}, 4},
        {"a dominated point", {{1, 1}, {2, 2}}, {3, 3}, 4},
        {"a point at the reference", {{1, 1}, {3, 0}}, {3, 3}, 4},
        {"a point beyond the reference", {{1, 1}, {0, 4}}, {3, 3}, 4},
        {"a point that is infinite above", {{1, 1}, {0, infinity}}, {3, 3}, 4},
        {"all beyond", {{4, 4}}, {3, 3}, 0},
        {"negative numbers", {{-2, -3}}, {-1, -1}, 2},
        {"two cubes", {{1, 1, 0}, {1, 0, 1}}, {2, 2, 2}, 3},
        {"equal cubes", {{1, 1, 1}, {1, 1, 1}, {0, 1.5, 1}}, {2, 2, 2}, 1.5},
        {"four objectives", {{0, 0, 0, 1}, {1, 0, 0, 0}}, {2, 2, 2, 2}, 12},
        {"five objectives, one point", {{0, 0, 0, 0, 0}}, {2, 2, 2, 2, 3}, 48},
    };
    for (const auto& c : cases) {
        INFO(c.what);
        const double found = volume(c.points, c.reference);
        CHECK(found == Approx(c.expected).margin(0));
        CHECK_FALSE(std::signbit(found));
    }
}

TEST_CASE("random hypervolumes equal inclusion and exclusion") {
    for (std::uint64_t seed = 1; seed <= 400; ++seed) {
        Drawer draw(seed);
        const auto objectives = static_cast<std::size_t>(draw.range(1, 6));
        const auto levels = draw.pick<std::int64_t>({2, 5, 20});
        Points points(static_cast<std::size_t>(draw.range(0, 8)), std::vector<double>(objectives));
        for (auto& point : points)
            for (auto& value : point) value = static_cast<double>(draw.range(-levels, levels));
        const std::vector<double> reference(objectives, static_cast<double>(levels));
        INFO("seed " << seed << ": " << points.size() << " points, " << objectives << " objectives");
        REQUIRE(volume(points, reference) == Approx(by_inclusion_and_exclusion(points, reference)).margin(0));
    }
}

TEST_CASE("the order of members does not change one bit of a hypervolume") {
    Drawer draw(3);
    Points points(100, std::vector<double>(4));
    for (auto& point : points)
        for (auto& value : point) value = static_cast<double>(draw.range(0, 1000)) / 1001;
    const double first = volume(points, {1, 1, 1, 1});
    for (int turn = 0; turn < 10; ++turn) {
        std::rotate(points.begin(), points.begin() + 37, points.end());
        CHECK(volume(points, {1, 1, 1, 1}) == first);
    }
}

TEST_CASE("hypervolumes that cannot be had say why") {
    CHECK(message_of<ConfigError>([] {
              volume({{1, std::nan("")}}, {2, 2});
          }) == "objective 1 of point 0 is NaN: a hypervolume needs numbers");
    CHECK(message_of<ConfigError>([] {
              volume({{1, 1}}, {2, 2, 2});
          }) == "point 0 has 2 objectives, the reference has 3: a hypervolume needs equal numbers");
    CHECK(message_of<ConfigError>([] {
              volume({{1, 1}}, {2, infinity});
          }) == "the reference of objective 1 is inf: give a finite number");
}

TEST_CASE("a member that is infinitely good makes a hypervolume infinite, if it is inside") {
    CHECK(volume({{1, 1}, {-infinity, 1}}, {2, 2}) == infinity);
    CHECK(volume({{1, 1}, {-infinity, 3}}, {2, 2}) == 1);
    CHECK(volume({{1, 1}, {-infinity, 2}}, {2, 2}) == 1); // at the reference is not inside
}

TEST_CASE("hypervolumes that could take hours are not a number") {
    for (const std::size_t objectives : {4U, 6U, 13U, 16U}) {
        const std::size_t most = most_hypervolume_members(objectives);
        Points points(most + 1, std::vector<double>(objectives, 1));
        for (std::size_t i = 0; i < points.size(); ++i)
            points[i][0] = static_cast<double>(i), points[i][1] = -points[i][0];
        const std::vector<double> reference(objectives, 2e4);
        CHECK(std::isnan(volume(points, reference)));
        points.back()[2] = 3e4; // does not count
        if (objectives < 6) CHECK(volume(points, reference) > 0);
    }
    CHECK(most_hypervolume_members(3) > 1'000'000'000);
    // As docs/explore.md says.
    for (const auto& [objectives, most] : {std::pair{4U, 5000U}, {6U, 2000U}, {10U, 120U}, {13U, 40U}, {16U, 40U}})
        CHECK(most_hypervolume_members(objectives) == most);
}

TEST_CASE("the worst of a front is its largest finite value, or a little more where all are equal") {
    CHECK(worst_of({}).empty());
    const auto worst = worst_of(members_of({{1, 200, infinity, 0}, {3, 200, 7, 0}, {2, 200, 5, 0}}));
    REQUIRE(worst.size() == 4);
    CHECK(worst[0] == 3);
    CHECK(worst[1] == 202);
    CHECK(worst[2] == 7);
    CHECK(worst[3] > 0);
    CHECK(worst_of(members_of({{infinity}})).front() > 0);
}
