#include "models/config/decimal.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace fracbit::models {
namespace {

constexpr int decimals = 6;
constexpr std::int64_t million = 1'000'000;
constexpr std::int64_t largest = 1'000'000'000'000;
__extension__ using Wide = unsigned __int128;

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value < 1 || value > largest) return std::nullopt;
    return value;
}

Wide greatest_common_divisor(Wide a, Wide b) {
    while (b != 0) {
        const Wide rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

} // namespace

std::optional<Rational> exact_decimal(double number) {
    if (!std::isfinite(number) || number < 0 || number >= static_cast<double>(largest)) return std::nullopt;
    std::array<char, 512> buffer{};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
    const std::string_view text(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
    const std::size_t point = text.find('.');
    const std::size_t given = point == std::string_view::npos ? 0 : text.size() - point - 1;
    if (given > decimals) return std::nullopt;
    std::int64_t numerator = 0;
    for (const char c : text) {
        if (c != '.') numerator = numerator * 10 + (c - '0');
    }
    std::int64_t denominator = 1;
    for (std::size_t i = 0; i < given; ++i) denominator *= 10;
    return Rational(numerator, denominator);
}

std::optional<std::string> decimal_text(Rational number) {
    if (number.numerator < 0 || number.denominator < 1 || million % number.denominator != 0) return std::nullopt;
    if (number.numerator > std::numeric_limits<std::int64_t>::max() / million) return std::nullopt;
    const std::int64_t millionths = number.numerator * (million / number.denominator);
    std::string fraction = std::to_string(million + millionths % million).substr(1);
    fraction.erase(fraction.find_last_not_of('0') + 1);
    return std::to_string(millionths / million) + (fraction.empty() ? "" : "." + fraction);
}

std::optional<Rational> parse_fraction(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto numerator = whole_number(text.substr(0, slash));
    const auto denominator = whole_number(text.substr(slash + 1));
    if (!numerator || !denominator) return std::nullopt;
    return Rational(*numerator, *denominator);
}

std::optional<Rational> multiply_divide(Rational a, Rational b, Rational c) {
    // Cancelling crosswise first keeps each product of three 64-bit factors far from 128 bits for sane input; what
    // still does not fit is refused.
    const Rational left(a.numerator, c.numerator), right(b.numerator, b.denominator);
    const Rational scale(c.denominator, a.denominator);
    Wide numerator = 1, denominator = 1;
    for (const Rational& factor : {left, right, scale}) {
        const auto over = static_cast<Wide>(factor.numerator), under = static_cast<Wide>(factor.denominator);
        const Wide over_gcd = greatest_common_divisor(over, denominator);
        const Wide under_gcd = greatest_common_divisor(under, numerator);
        numerator = numerator / under_gcd * (over / over_gcd);
        denominator = denominator / over_gcd * (under / under_gcd);
        constexpr auto limit = static_cast<Wide>(std::numeric_limits<std::int64_t>::max());
        if (numerator > limit || denominator > limit) return std::nullopt;
    }
    return Rational(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

} // namespace fracbit::models
