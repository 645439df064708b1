#include "gui/points/point_filter.hpp"
#include "models/core/error.hpp"
#include "tests/gui/points/some_points.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using Rows = std::vector<int>;

namespace {

Rows filtered(const gui::PointFilter& filter) { return gui::rows_of(*tests::some_points(), filter); }

Rows meeting(const std::string& condition) { return filtered({false, {}, condition}); }

} // namespace

TEST_CASE("Without a filter all points are shown") { CHECK(filtered({}) == Rows{0, 1, 2, 3}); }

TEST_CASE("Ranges hold their ends, and no point without a value") {
    CHECK(filtered({false, {{"area_mm2", {1, 2}}}, ""}) == Rows{1, 3});
    CHECK(filtered({false, {{"area_mm2", {}}}, ""}) == Rows{0, 1, 3});
    CHECK(filtered({true, {{"energy_uj", {20, 200}}}, ""}) == Rows{1});
    CHECK(filtered({false, {{"no such column", {1, 2}}}, ""}) == Rows{0, 1, 2, 3});
}

TEST_CASE("A condition is one in the language of design spaces, texts included") {
    CHECK(meeting("weights.lanes >= 2 and energy_uj < 50") == Rows{0, 3});
    CHECK(meeting("encoding.format = 'binary'") == Rows{2, 3});
    CHECK(meeting("encoding.format != 'binary' or area_mm2 = 2") == Rows{0, 1, 3});
    CHECK(meeting("net.accuracy_kind = 'measured'") == Rows{3});
}

TEST_CASE("A point that has no text in a column meets no condition about it") {
    explorer::StoreContents contents = tests::some_contents();
    contents.sample[0].values[4] = NAN; // point 1
    const gui::PointSet points(std::move(contents), "s");
    CHECK(gui::rows_of(points, {false, {}, "net.accuracy_kind = 'interpolated'"}).empty());
    CHECK(gui::rows_of(points, {false, {}, "net.accuracy_kind = 'published'"}) == Rows{1});
}

TEST_CASE("A condition names each column once, and none whose name is an expression") {
    explorer::StoreContents contents = tests::some_contents();
    contents.header.columns.back().name = "area_mm2 * energy_uj";
    CHECK(gui::condition_columns({contents, "small.sqlite"}) == Rows{0, 1, 2, 3, 4});
}

TEST_CASE("A condition that cannot be read says why") {
    CHECK_THROWS_AS(meeting("weights.lane > 2"), ConfigError);
    CHECK_THROWS_WITH(meeting("weights.lane > 2"), Catch::Contains("weights.lanes"));
    CHECK_THROWS_WITH(
        meeting("weights.lanes + 2"),
        "the filter 'weights.lanes + 2' is a number, not a condition: compare it with something, as in 'area_mm2 < 3'");
    CHECK_THROWS_AS(meeting("encoding.format = 'sparse'"), ConfigError);
}
