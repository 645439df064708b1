#include "models/binary_codes/code_fit.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace fracbit::models {
namespace {

constexpr auto most = static_cast<std::size_t>(CodeFit::max_planes);
using Normal = std::array<std::array<double, most + 1>, most>; // normal equations, right-hand side last

double sign(unsigned code, std::size_t plane) { return ((code >> plane) & 1U) != 0 ? 1.0 : -1.0; }

double approximate(const CodeFit& fit, unsigned code) {
    double sum = 0;
    for (std::size_t i = 0; i < fit.alpha.size(); ++i) sum += sign(code, i) * static_cast<double>(fit.alpha[i]);
    return sum;
}

Normal normal_equations(std::span<const float> weights, const CodeFit& fit) {
    // Weights with equal codes are alike, and codes are few.
    std::array<double, std::size_t{1} << most> sum{};
    std::array<double, std::size_t{1} << most> count{};
    for (std::size_t j = 0; j < weights.size(); ++j) {
        sum[fit.codes[j]] += static_cast<double>(weights[j]);
        ++count[fit.codes[j]];
    }
    const std::size_t planes = fit.alpha.size();
    Normal normal{};
    for (unsigned code = 0; code < (1U << planes); ++code)
        for (std::size_t a = 0; a < planes; ++a) {
            for (std::size_t b = 0; b < planes; ++b) normal[a][b] += sign(code, a) * sign(code, b) * count[code];
            normal[a][most] += sign(code, a) * sum[code];
        }
    return normal;
}

/// Gauss-Jordan. A plane that follows from those before it gets alpha 0: the others span the same sums.
std::vector<double> solve(Normal normal, std::size_t planes, double weights) {
    std::array<bool, most> is_used{};
    for (std::size_t p = 0; p < planes; ++p) {
        is_used[p] = normal[p][p] > 1e-9 * weights;
        if (!is_used[p]) continue;
        for (std::size_t row = 0; row < planes; ++row) {
            if (row == p) continue;
            const double factor = normal[row][p] / normal[p][p];
            for (std::size_t c = 0; c <= most; ++c) normal[row][c] -= factor * normal[p][c];
        }
    }
    std::vector<double> alpha(planes);
    for (std::size_t p = 0; p < planes; ++p) alpha[p] = is_used[p] ? normal[p][most] / normal[p][p] : 0.0;
    return alpha;
}

void settle_alpha(std::span<const float> weights, CodeFit& fit) {
    const auto alpha = solve(normal_equations(weights, fit), fit.alpha.size(), static_cast<double>(weights.size()));
    // Codes are settled next, so where a plane's sign turns over they need not.
    for (std::size_t i = 0; i < alpha.size(); ++i) fit.alpha[i] = static_cast<float>(std::abs(alpha[i]));
}

void settle_codes(std::span<const float> weights, CodeFit& fit) {
    struct Level {
        double value;
        std::uint8_t code;
    };
    std::vector<Level> levels;
    for (unsigned code = 0; code < (1U << fit.alpha.size()); ++code)
        levels.push_back({approximate(fit, code), static_cast<std::uint8_t>(code)});
    std::ranges::stable_sort(levels, {}, &Level::value);
    std::vector<double> borders;
    for (std::size_t i = 1; i < levels.size(); ++i) borders.push_back((levels[i - 1].value + levels[i].value) / 2);
    for (std::size_t j = 0; j < weights.size(); ++j) {
        const auto above = std::ranges::upper_bound(borders, static_cast<double>(weights[j]));
        fit.codes[j] = levels[static_cast<std::size_t>(above - borders.begin())].code;
    }
}

} // namespace

CodeFit fit_greedy(std::span<const float> weights, int planes) {
    CodeFit fit;
    fit.alpha.resize(static_cast<std::size_t>(planes));
    fit.codes.resize(weights.size());
    std::vector<double> rest(weights.begin(), weights.end());
    for (std::size_t i = 0; i < fit.alpha.size(); ++i) {
        double sum = 0;
        for (const double r : rest) sum += std::abs(r);
        fit.alpha[i] = rest.empty() ? 0.0F : static_cast<float>(sum / static_cast<double>(rest.size()));
        for (std::size_t j = 0; j < rest.size(); ++j) {
            const unsigned code = rest[j] >= 0 ? 1U : 0U;
            fit.codes[j] = static_cast<std::uint8_t>(fit.codes[j] | (code << i));
            rest[j] -= sign(code, 0) * static_cast<double>(fit.alpha[i]);
        }
    }
    return fit;
}

CodeFit fit_alternating(std::span<const float> weights, int planes, int max_rounds) {
    CodeFit best = fit_greedy(weights, planes);
    double error = squared_error(weights, best);
    for (int round = 0; round < max_rounds && error > 0; ++round) {
        CodeFit next = best;
        settle_alpha(weights, next);
        settle_codes(weights, next);
        const double next_error = squared_error(weights, next);
        if (!(next_error < error)) break;
        best = std::move(next);
        error = next_error;
    }
    return best;
}

double squared_error(std::span<const float> weights, const CodeFit& fit) {
    double sum = 0;
    for (std::size_t j = 0; j < weights.size(); ++j) {
        const double rest = static_cast<double>(weights[j]) - approximate(fit, fit.codes[j]);
        sum += rest * rest;
    }
    return sum;
}

} // namespace fracbit::models
