#include "models/binary_codes/code_fit.hpp"

#include "models/core/random.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace fracbit;
using namespace fracbit::models;

namespace {

std::vector<float> draw(Random& random, std::size_t count) {
    std::vector<float> weights(count);
    for (auto& w : weights) w = static_cast<float>(random.normal());
    return weights;
}

double approximate(const CodeFit& fit, unsigned code) {
    double sum = 0;
    for (std::size_t i = 0; i < fit.alpha.size(); ++i)
        sum += ((code >> i) & 1U) != 0 ? static_cast<double>(fit.alpha[i]) : -static_cast<double>(fit.alpha[i]);
    return sum;
}

/// Squared error of the best alpha for fixed codes: what is left after projecting on the planes, one by one, each made
/// perpendicular to those before it.
double error_of_codes(const std::vector<float>& weights, const std::vector<std::uint8_t>& codes, int planes) {
    std::vector<double> rest(weights.begin(), weights.end());
    std::vector<std::vector<double>> basis;
    for (int i = 0; i < planes; ++i) {
        std::vector<double> b(weights.size());
        for (std::size_t j = 0; j < b.size(); ++j) b[j] = ((codes[j] >> i) & 1U) != 0 ? 1 : -1;
        const auto remove = [](const std::vector<double>& unit, std::vector<double>& from) {
            double dot = 0;
            for (std::size_t j = 0; j < unit.size(); ++j) dot += unit[j] * from[j];
            for (std::size_t j = 0; j < unit.size(); ++j) from[j] -= dot * unit[j];
        };
        for (const auto& unit : basis) remove(unit, b);
        double norm = 0;
        for (const double x : b) norm += x * x;
        if (norm < 1e-9) continue;
        for (auto& x : b) x /= std::sqrt(norm);
        remove(b, rest);
        basis.push_back(b);
    }
    double sum = 0;
    for (const double r : rest) sum += r * r;
    return sum;
}

/// The least squared error of all codes.
double least_error(const std::vector<float>& weights, int planes) {
    double least = -1;
    const std::size_t all = std::size_t{1} << (static_cast<std::size_t>(planes) * weights.size());
    for (std::size_t trial = 0; trial < all; ++trial) {
        std::vector<std::uint8_t> codes;
        for (std::size_t j = 0; j < weights.size(); ++j)
            codes.push_back(static_cast<std::uint8_t>((trial >> (j * static_cast<std::size_t>(planes))) &
                                                      ((std::size_t{1} << planes) - 1)));
        const double error = error_of_codes(weights, codes, planes);
        if (least < 0 || error < least) least = error;
    }
    return least;
}

} // namespace

TEST_CASE("greedy codes of three weights, by hand") {
    const std::vector<float> weights = {3, -1, 0};
    const CodeFit fit = fit_greedy(weights, 2);
    // Plane 0: signs + - +, alpha 4/3; left 5/3, 1/3, -4/3. Plane 1: + + -, alpha 10/9.
    CHECK(fit.codes == std::vector<std::uint8_t>{3, 2, 1});
    CHECK(fit.alpha[0] == Approx(4.0 / 3));
    CHECK(fit.alpha[1] == Approx(10.0 / 9));
}

TEST_CASE("one round of alternating fits, by hand: of equally near sums the larger is taken") {
    // Planes + - + and + + -: 3 a - b = 4 and 3 b - a = 2 give a = 7/4, b = 5/4, hence sums of 3, 1/2, -1/2 and -3.
    // 3 and -1 keep their codes; 0 is as near to -1/2 as to 1/2 = a - b.
    const CodeFit fit = fit_alternating(std::vector<float>{3, -1, 0}, 2, 1);
    CHECK(fit.alpha == std::vector<float>{1.75F, 1.25F});
    CHECK(fit.codes == std::vector<std::uint8_t>{3, 2, 1});
}

TEST_CASE("a plane that repeats another gets no scale and spoils nothing") {
    // Greedy planes of 3, -1, 0 are + - +, + + -, + - - and the first again; three of them meet three weights exactly.
    const std::vector<float> weights = {3, -1, 0};
    const CodeFit fit = fit_alternating(weights, 4, 1);
    REQUIRE(fit_greedy(weights, 4).codes == std::vector<std::uint8_t>{15, 2, 9});
    CHECK(squared_error(weights, fit) == Approx(0).margin(1e-9));
    CHECK(fit.alpha == std::vector<float>{1.5F, 1, 0.5F, 0});
}

TEST_CASE("one plane is as good as any") {
    constexpr std::uint64_t seed = 61;
    Random random(seed);
    for (int i = 0; i < 50; ++i) {
        const auto weights = draw(random, 1 + random.below(8));
        INFO("seed " << seed << ", case " << i);
        const double least = least_error(weights, 1);
        REQUIRE(squared_error(weights, fit_greedy(weights, 1)) == Approx(least).margin(1e-6));
        REQUIRE(squared_error(weights, fit_alternating(weights, 1, 20)) == Approx(least).margin(1e-6));
    }
}

TEST_CASE("alternating codes lie between greedy ones and the best, and often are the best") {
    constexpr std::uint64_t seed = 62;
    Random random(seed);
    int best = 0;
    int better_than_greedy = 0;
    for (int i = 0; i < 40; ++i) {
        const auto weights = draw(random, 1 + random.below(6));
        INFO("seed " << seed << ", case " << i);
        const double least = least_error(weights, 2);
        const double greedy = squared_error(weights, fit_greedy(weights, 2));
        const double alternating = squared_error(weights, fit_alternating(weights, 2, 50));
        REQUIRE(alternating <= greedy);
        REQUIRE(alternating >= least - 1e-6);
        if (alternating <= least + 1e-5) ++best;
        if (alternating < greedy - 1e-5) ++better_than_greedy;
    }
    CHECK(best >= 20);
    CHECK(better_than_greedy >= 10);
}

TEST_CASE("no round of alternating fits raises the error, and the last one leaves nothing to settle") {
    constexpr std::uint64_t seed = 63;
    Random random(seed);
    for (int i = 0; i < 60; ++i) {
        const int planes = 1 + static_cast<int>(random.below(4));
        const auto weights = draw(random, 1 + random.below(200));
        INFO("seed " << seed << ", case " << i << ": " << weights.size() << " weights, " << planes << " planes");
        double before = squared_error(weights, fit_greedy(weights, planes));
        for (int rounds = 0; rounds < 12; ++rounds) {
            const double after = squared_error(weights, fit_alternating(weights, planes, rounds));
            REQUIRE(after <= before);
            before = after;
        }
        const CodeFit fit = fit_alternating(weights, planes, 1000);
        const double error = squared_error(weights, fit);
        REQUIRE(error <= error_of_codes(weights, fit.codes, planes) * (1 + 1e-4) + 1e-9);
        double nearest = 0;
        for (const float w : weights) {
            double least = -1;
            for (unsigned code = 0; code < (1U << planes); ++code) {
                const double rest = static_cast<double>(w) - approximate(fit, code);
                if (least < 0 || rest * rest < least) least = rest * rest;
            }
            nearest += least;
        }
        REQUIRE(error <= nearest * (1 + 1e-4) + 1e-9);
        for (const float alpha : fit.alpha) REQUIRE(alpha >= 0);
    }
}

TEST_CASE("sums of codes are met exactly, zeros count as positive and no weights need no scale") {
    const std::vector<float> sums = {1.5F, -1.5F, 0.5F, -0.5F, 1.5F}; // 1 * b_0 + 0.5 * b_1
    CHECK(squared_error(sums, fit_alternating(sums, 2, 50)) == Approx(0).margin(1e-9));
    const CodeFit zeros = fit_alternating(std::vector<float>(3), 2, 10);
    CHECK(zeros.alpha == std::vector<float>(2));
    CHECK(zeros.codes == std::vector<std::uint8_t>(3, 3));
    const CodeFit none = fit_alternating({}, 3, 10);
    CHECK(none.alpha == std::vector<float>(3));
    CHECK(none.codes.empty());
}
