// An exact positive fraction, so that 12.8 bytes a cycle is 64/5 and time never drifts.
#pragma once

#include <cstdint>
#include <numeric>

namespace fracbit::models {

struct Rational {
    std::int64_t numerator = 1;
    std::int64_t denominator = 1;
    constexpr Rational() = default;
    constexpr Rational(std::int64_t n, std::int64_t d = 1) : numerator(n / std::gcd(n, d)), denominator(d / std::gcd(n, d)) {}
    [[nodiscard]] constexpr double value() const {
        return static_cast<double>(numerator) / static_cast<double>(denominator);
    }
    friend constexpr bool operator==(const Rational&, const Rational&) = default;
};

} // namespace fracbit::models
