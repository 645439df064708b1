#include "gui/explore/pair_front.hpp"
#include "tests/gui/points/some_points.hpp"

#include <random>
#include <set>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

/// Points with columns x and y, values 0 .. 6: many ties.
gui::PointSet drawn_points(std::uint32_t seed) {
    std::mt19937 random(seed);
    explorer::StoreContents contents;
    contents.header.columns = {{"x", "", "metric", false, {}, {}}, {"y", "", "metric", false, {}, {}}};
    for (int id = 0; id < 40; ++id) {
        const double x = random() % 7, y = random() % 7;
        contents.sample.push_back({id, {x, random() % 10 == 0 ? NAN : y}});
    }
    return {std::move(contents), "s"};
}

} // namespace

TEST_CASE("The front of two columns is that of comparing all points with all") {
    const std::uint32_t first = 1;
    for (std::uint32_t seed = first; seed < first + 200; ++seed) {
        INFO("seed " << seed);
        const gui::PointSet points = drawn_points(seed);
        const bool up_x = seed % 2 == 0, up_y = seed % 3 == 0;
        std::vector<int> rows;
        for (int row = 0; row < points.rows(); ++row)
            if (seed % 5 != 0 || row % 2 == 0) rows.push_back(row);
        const auto cost = [&](int row, int column, bool up) {
            return up ? -points.value(row, column) : points.value(row, column);
        };
        std::set<std::pair<double, double>> expected, found;
        for (const int row : rows) {
            const double x = cost(row, 0, up_x), y = cost(row, 1, up_y);
            if (std::isnan(y)) continue;
            bool best = true;
            for (const int other : rows) {
                const double other_x = cost(other, 0, up_x), other_y = cost(other, 1, up_y);
                best = best && !(other_x <= x && other_y <= y && (other_x < x || other_y < y));
            }
            if (best) expected.emplace(x, y);
        }
        const std::vector<int> front = gui::pair_front(points, rows, 0, up_x, 1, up_y);
        for (const int row : front) found.emplace(cost(row, 0, up_x), cost(row, 1, up_y));
        CHECK(found == expected);
        CHECK(front.size() == expected.size());
        for (std::size_t i = 1; i < front.size(); ++i) CHECK(points.value(front[i - 1], 0) < points.value(front[i], 0));
    }
}

TEST_CASE("Which way is better is what an objective of that name says") {
    explorer::StoreContents contents = tests::some_contents();
    contents.header.columns[6].maximize = true;
    const gui::PointSet points(std::move(contents), "s");
    CHECK(gui::maximized(points, 2) == false); // the metric area_mm2
    CHECK(gui::maximized(points, 3) == true);
    CHECK(gui::maximized(points, 6) == true);
    CHECK_FALSE(gui::maximized(points, 0).has_value());
}
