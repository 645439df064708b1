#include "models/compression/synthetic_weights.hpp"

#include "models/core/error.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

std::vector<float> all(const SyntheticWeights& source) {
    std::vector<float> buffer;
    const auto read = source.read(0, source.rows(), buffer);
    return {read.begin(), read.end()};
}

} // namespace

TEST_CASE("any part of drawn weights is the same part of the whole") {
    for (const double spread : {0.0, 0.5}) {
        const SyntheticWeights source(50, 31, 9, spread);
        const auto whole = all(source);
        std::vector<float> buffer;
        for (const std::int64_t first : {0, 1, 17, 49}) {
            const auto part = source.read(first, std::min<std::int64_t>(5, 50 - first), buffer);
            CHECK(std::equal(part.begin(), part.end(), whole.begin() + first * 31));
        }
        CHECK(all(SyntheticWeights(50, 31, 9, spread)) == whole);
        CHECK(all(SyntheticWeights(50, 31, 10, spread)) != whole);
    }
}

TEST_CASE("drawn weights have the spread that was asked for") {
    const auto mean_square = [](double spread) {
        double sum = 0;
        const auto weights = all(SyntheticWeights(300, 300, 1, spread));
        for (const float w : weights) sum += double{w} * double{w};
        return sum / static_cast<double>(weights.size());
    };
    CHECK(mean_square(0) == Approx(1).margin(0.02));
    // E[exp(2 s n)]^2 = exp(4 s^2) for two factors of spread s
    CHECK(mean_square(0.3) == Approx(std::exp(4 * 0.09)).epsilon(0.15));
}

TEST_CASE("rows and columns each have scales of the spread that was asked for") {
    const std::int64_t n = 300;
    const auto weights = all(SyntheticWeights(n, n, 2, 0.5));
    const auto spread_of_lines = [&](std::int64_t line_step, std::int64_t step) {
        double sum = 0, squares = 0; // of the mean log |w| of each line
        for (std::int64_t line = 0; line < n; ++line) {
            double mean = 0;
            for (std::int64_t i = 0; i < n; ++i)
                mean += std::log(std::abs(double{weights[static_cast<std::size_t>(line * line_step + i * step)]})) / n;
            sum += mean;
            squares += mean * mean;
        }
        return std::sqrt(squares / n - sum * sum / n / n);
    };
    CHECK(spread_of_lines(n, 1) == Approx(0.5).epsilon(0.15));
    CHECK(spread_of_lines(1, n) == Approx(0.5).epsilon(0.15));
}

TEST_CASE("drawn weights of no size or of absurd scales are refused") {
    CHECK_THAT(message_of<ConfigError>([] { SyntheticWeights(0, 5, 1); }),
               Catch::Contains("synthetic weights of 0 x 5; allowed: 1 to"));
    CHECK_THAT(message_of<ConfigError>([] { SyntheticWeights(5, (std::int64_t{1} << 31) + 1, 1); }),
               Catch::Contains("synthetic weights of 5 x 2147483649; allowed: 1 to 2147483648"));
    CHECK_THAT(message_of<ConfigError>([] { SyntheticWeights(5, 5, 1, -1); }),
               Catch::Contains("log-normal scales of spread -1; allowed: 0 (none) to 8"));
    CHECK_THAT(message_of<ConfigError>([] { SyntheticWeights(5, 5, 1, 8.5); }),
               Catch::Contains("log-normal scales of spread 8.5; allowed: 0 (none) to 8"));
}
