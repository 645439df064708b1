#include "models/charts/line_chart.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

#include <limits>

using namespace fracbit;
using namespace fracbit::models;
using Catch::Matchers::Contains;

TEST_CASE("a chart's axes end at round numbers, and points lie between them") {
    const std::string svg = to_svg({{"Speed", "lanes", "cycles", {{"a", {{1, 0}, {4, 90}}}}}});
    // x from 1 to 4 in steps of 1 over 304 pixels from 62 on; y from 0 to 100 over 220 pixels up from 254.
    CHECK_THAT(svg, Contains(">100</text>") && Contains(">1</text>") && Contains(">4</text>"));
    CHECK_THAT(svg, Contains("<polyline points=\"62.0,254.0 366.0,56.0\""));
    CHECK_THAT(svg, Contains(">lanes</text>") && Contains(">cycles</text>") && Contains(">Speed</text>"));
}

TEST_CASE("panels stand side by side with one legend, and a text cannot break the picture") {
    const ChartPanel panel{"A & B", "x", "<y>", {{"one", {{0, 1}}}, {"two", {}}}};
    const std::string svg = to_svg({panel, panel, panel});
    CHECK_THAT(svg, Contains("width=\"1140\"") && Contains("A &amp; B") && Contains("&lt;y&gt;"));
    CHECK(svg.find(">two</text>") == svg.rfind(">two</text>"));
}

TEST_CASE("a chart without points, or with one that is not a number, is refused") {
    CHECK_THROWS_AS(to_svg({}), ConfigError);
    CHECK_THROWS_WITH(to_svg({{"empty", "", "", {{"a", {}}}}}), "chart 'empty' has no points");
    const double nan = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_WITH(to_svg({{"odd", "", "", {{"a", {{0, nan}}}}}}),
                      "chart 'odd': series 'a' has a point that is not finite");
}
