// Exact decimals: what a user wrote as 12.8 is the fraction 64/5, not the nearest binary double.
#pragma once

#include "models/config/rational.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace fracbit::models {

/// The decimal a double stands for (its shortest text) as a fraction. Nothing if it needs more than 6 decimals, is
/// negative, not finite, or is 10^12 or more.
std::optional<Rational> exact_decimal(double number);

/// "12.8" for 64/5; nothing if the fraction needs more than 6 decimals.
std::optional<std::string> decimal_text(Rational number);

/// Reads "64/5": two whole numbers from 1 to 10^12. Nothing for any other text.
std::optional<Rational> parse_fraction(std::string_view text);

/// a * b / c, reduced; nothing on overflow of 64 bits. All positive.
std::optional<Rational> multiply_divide(Rational a, Rational b, Rational c);

} // namespace fracbit::models
