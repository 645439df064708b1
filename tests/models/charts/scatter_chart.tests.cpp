#include "models/charts/scatter_chart.hpp"
#include "models/charts/chart_axis.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace fracbit;
using namespace fracbit::models;
using Catch::Matchers::Contains;

TEST_CASE("a scatter chart puts points between round numbers, with a legend and notes") {
    ScatterChart chart{
        "Front", "area", "speed", {{"front", ChartMark::disc, "#000000", {{0, 0}, {10, 5}}, {"point <1>", "point 2"}}}};
    const std::string svg = to_svg(chart);
    // 0 to 10 over 650 pixels from 86 on, 0 to 5 over 424 pixels up from 464.
    CHECK_THAT(
        svg,
        Contains("<circle cx=\"86.0\" cy=\"464.0\" r=\"4\" fill=\"#000000\"><title>point &lt;1&gt;</title></circle>"));
    CHECK_THAT(svg, Contains("cx=\"736.0\" cy=\"40.0\""));
    CHECK_THAT(svg, Contains(">area</text>") && Contains(">speed</text>") && Contains(">Front</text>") &&
                        Contains(">front</text>"));
    CHECK(svg == to_svg(chart));
}

TEST_CASE("positive values that span more than a factor of 30 get a logarithmic axis") {
    const std::string svg =
        to_svg(ScatterChart{"", "", "", {{"a", ChartMark::ring, "#000000", {{1, 1}, {100, 2}}, {}}}});
    CHECK_THAT(svg, Contains(">10</text>") && Contains(">100</text>"));
    const std::string linear =
        to_svg(ScatterChart{"", "", "", {{"a", ChartMark::ring, "#000000", {{0, 1}, {100, 2}}, {}}}});
    CHECK_THAT(linear, Contains(">80</text>"));
}

TEST_CASE("a logarithmic axis ends at 1, 2 or 5 times a power of ten") {
    const ChartAxis axis = logarithmic_axis(0.03, 70);
    CHECK(axis.low == Approx(0.02));
    CHECK(axis.high == Approx(100));
    CHECK(axis.share(axis.low) == Approx(0));
    CHECK(axis.share(100) == Approx(1));
    CHECK(axis.ticks().size() == 4); // 0.1, 1, 10, 100
    CHECK(logarithmic_axis(2, 2).high == Approx(20));
    CHECK(logarithmic_axis(2, 90).ticks().size() == 6); // 2, 5, 10, 20, 50, 100
}

TEST_CASE("a scatter chart without points, or with one that is not finite, is refused") {
    CHECK_THROWS_WITH(to_svg(ScatterChart{"empty", "", "", {{"a", ChartMark::dot, "", {}, {}}}}),
                      "chart 'empty' has no points");
    const double inf = std::numeric_limits<double>::infinity();
    CHECK_THROWS_WITH(to_svg(ScatterChart{"odd", "", "", {{"a", ChartMark::dot, "", {{1, inf}}, {}}}}),
                      "chart 'odd': series 'a' has a point that is not finite");
}
