#include "gui/support/text.hpp"
#include "gui/support/theme.hpp"

#include <cmath>

#include <catch2/catch.hpp>

using fracbit::gui::short_number;

TEST_CASE("Numbers are short: so many digits, whole numbers in full, an exponent only where it saves room") {
    CHECK(short_number(0) == "0");
    CHECK(short_number(12) == "12");
    CHECK(short_number(1'234'567) == "1,234,567");
    CHECK(short_number(-2'500) == "-2,500");
    CHECK(short_number(0.125) == "0.125");
    CHECK(short_number(3.14159) == "3.142");
    CHECK(short_number(3.14159, 2) == "3.1");
    CHECK(short_number(43'210.9) == "43,211");
    CHECK(short_number(2.5e12) == "2.5e+12");
    CHECK(short_number(std::nan("")) == "-");
}

TEST_CASE("A number that rounding makes longer is written like its neighbours") {
    CHECK(short_number(9'999.4) == "9999");
    CHECK(short_number(9'999.6) == "10,000");
    CHECK(short_number(99'999.7, 5) == "100,000");
    CHECK(short_number(-999.8, 3) == "-1,000");
    CHECK(short_number(999.4, 3) == "999");
}

TEST_CASE("The scale of colours goes from dark to light, and ends where its values do") {
    using fracbit::gui::scale_color;
    CHECK(scale_color(0).lightnessF() < scale_color(1).lightnessF());
    CHECK(scale_color(-1) == scale_color(0));
    CHECK(scale_color(2) == scale_color(1));
}
