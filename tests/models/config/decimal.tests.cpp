#include "models/config/decimal.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>
#include <random>

using namespace fracbit::models;

TEST_CASE("a decimal becomes the fraction that was written, not the nearest binary one") {
    CHECK(exact_decimal(12.8) == Rational(64, 5));
    CHECK(exact_decimal(0.1) == Rational(1, 10));
    CHECK(exact_decimal(3) == Rational(3));
    CHECK(exact_decimal(0) == Rational(0));
    CHECK(exact_decimal(0.000001) == Rational(1, 1'000'000));
    CHECK(exact_decimal(999'999'999'999.0) == Rational(999'999'999'999));
}

TEST_CASE("a number that is no decimal of six places is refused") {
    const double numbers[] = {0.0000001,   1.0 / 3, -1, 1e12, 1e300, std::numeric_limits<double>::infinity(),
                              std::nan("")};
    for (const double number : numbers) {
        INFO(number);
        CHECK(exact_decimal(number) == std::nullopt);
    }
}

TEST_CASE("random decimals of six places survive the way to a double and back") {
    const unsigned seed = 20240607;
    INFO("seed " << seed);
    std::mt19937_64 random(seed);
    for (int i = 0; i < 10'000; ++i) {
        const auto millionths = static_cast<std::int64_t>(random() % 1'000'000'000'000);
        const Rational expected(millionths, 1'000'000);
        const auto text = decimal_text(expected);
        REQUIRE(text.has_value());
        INFO(*text);
        CHECK(exact_decimal(std::stod(*text)) == expected);
    }
}

TEST_CASE("a fraction is written as a decimal where six places suffice") {
    CHECK(decimal_text(Rational(64, 5)) == "12.8");
    CHECK(decimal_text(Rational(7)) == "7");
    CHECK(decimal_text(Rational(1, 1'000'000)) == "0.000001");
    CHECK(decimal_text(Rational(1, 3)) == std::nullopt);
    CHECK(decimal_text(Rational(1, 10'000'000)) == std::nullopt);
    CHECK(decimal_text(Rational(std::numeric_limits<std::int64_t>::max())) == std::nullopt);
}

TEST_CASE("a fraction is two whole positive numbers") {
    CHECK(parse_fraction("100/3") == Rational(100, 3));
    CHECK(parse_fraction("4/8") == Rational(1, 2));
    CHECK(parse_fraction("1000000000000/3") == Rational(1'000'000'000'000, 3));
    for (const char* text : {"", "/", "3", "3/", "/3", "0/3", "3/0", "-3/4", "1.5/2", "1/2/3", " 1/2",
                             "9999999999999/1", "1000000000001/3"}) {
        INFO(text);
        CHECK(parse_fraction(text) == std::nullopt);
    }
}

TEST_CASE("multiplying and dividing stays exact or is refused") {
    CHECK(multiply_divide(Rational(1000), Rational(64, 5), Rational(800)) == Rational(16));
    CHECK(multiply_divide(Rational(10), Rational(1000), Rational(300)) == Rational(100, 3));
    CHECK(multiply_divide(Rational(0), Rational(1000), Rational(300)) == Rational(0));
    const Rational huge(std::numeric_limits<std::int64_t>::max());
    CHECK(multiply_divide(huge, huge, huge) == huge);
    CHECK(multiply_divide(huge, Rational(2), Rational(1)) == std::nullopt);
    CHECK(multiply_divide(huge, huge, Rational(1)) == std::nullopt);
    CHECK(multiply_divide(Rational(1, huge.numerator), Rational(1), Rational(2)) == std::nullopt);
}
