#include "gui/points/axis_scale.hpp"
#include "tests/gui/points/some_points.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("A logarithmic axis suits columns of positive values that span much, and shows no others") {
    explorer::StoreContents contents = tests::some_contents();
    contents.sample[2].values[3] = 900; // 10 .. 900
    const gui::PointSet points(std::move(contents), "s");
    CHECK(gui::suits_logarithm(points, 3));
    CHECK_FALSE(gui::suits_logarithm(points, 0)); // 1 .. 8
    CHECK(gui::scaled(100, true) == 2);
    CHECK(gui::unscaled(2, true) == Approx(100));
    CHECK(std::isnan(gui::scaled(0, true)));
    CHECK(std::isnan(gui::scaled(INFINITY, false)));
    CHECK(gui::scaled_values(points, {0, 3}, 2, false) == std::vector<double>{4, 2});
}
