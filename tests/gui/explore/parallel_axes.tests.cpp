#include "gui/explore/parallel_axes.hpp"
#include "tests/gui/points/some_points.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("An axis goes from the smallest to the largest value and back") {
    const auto points = tests::some_points();
    const gui::ParallelAxis energy = gui::axis_of(*points, 3);
    CHECK(energy.share(10) == 0);
    CHECK(energy.share(100) == 1);
    CHECK(energy.value(0.5) == Approx(55));
    CHECK(energy.text(*points, 0) == "10");
    CHECK(energy.text(*points, 1) == "100");
    CHECK(std::isnan(energy.share(NAN)));
    explorer::StoreContents wide = tests::some_contents();
    wide.sample[2].values[3] = 1000;
    const gui::PointSet much(std::move(wide), "s");
    const gui::ParallelAxis logarithmic = gui::axis_of(much, 3);
    CHECK(logarithmic.logarithmic);
    CHECK(logarithmic.value(0.5) == Approx(100));
}

TEST_CASE("The ends of an axis of choices have the choices' names") {
    const auto points = tests::some_points();
    const gui::ParallelAxis format = gui::axis_of(*points, 1);
    CHECK(format.text(*points, 0) == "flexor");
    CHECK(format.text(*points, 1) == "binary");
}

TEST_CASE("A column with one value lies in the middle of its axis") {
    explorer::StoreContents same = tests::some_contents();
    for (auto& point : same.sample) point.values[0] = 4;
    for (auto& member : same.front) member.values[0] = 4;
    const gui::PointSet points(std::move(same), "s");
    CHECK(gui::axis_of(points, 0).share(4) == 0.5);
}

TEST_CASE("A brush that reaches an end leaves nothing out there, either way it was drawn") {
    const gui::ParallelAxis axis{0, false, 0, 100};
    CHECK(axis.brushed(0.2, 0.6, 0.01) == gui::ValueRange{20, 60});
    CHECK(axis.brushed(0.6, 0.2, 0.01) == gui::ValueRange{20, 60});
    CHECK(axis.brushed(0.005, 0.6, 0.01).low == -INFINITY);
    CHECK(axis.brushed(0.3, 0.995, 0.01).high == INFINITY);
    CHECK(axis.shares({20, 60}) == std::pair(0.2, 0.6));
    CHECK(axis.shares({-5, INFINITY}) == std::pair(0.0, 1.0));
    CHECK_FALSE(axis.shares({101, 200}).has_value());
}

TEST_CASE("The usual axes are objectives, then parameters that differ") {
    const auto points = tests::some_points();
    std::vector<int> columns;
    for (const gui::ParallelAxis& axis : gui::usual_axes(*points, 3)) columns.push_back(axis.column);
    CHECK(columns == std::vector<int>{5, 6, 0});
}
