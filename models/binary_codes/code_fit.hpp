// Binary codes of one channel's kept weights: w_j ~ sum_i alpha_i b_ij with b_ij in {-1, +1} (design section 2).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

struct CodeFit {
    static constexpr int max_planes = 8;

    std::vector<float> alpha;        ///< [q], none below 0
    std::vector<std::uint8_t> codes; ///< [weight], bit i for plane i; 1 is +1
};

/// Plane after plane, the sign and the mean magnitude of what is left; sign(0) = +1. With one plane nothing is better.
/// Without weights all alpha are 0. `planes` is 1 to 8.
CodeFit fit_greedy(std::span<const float> weights, int planes);

/// Starts from fit_greedy; then in turn least squares for alpha given the codes, and the nearest sum for each weight
/// given alpha (of equally near ones the larger). Stops after `max_rounds`, or when the squared error falls no more: it
/// never rises.
CodeFit fit_alternating(std::span<const float> weights, int planes, int max_rounds);

/// Sum over weights of (w - its approximation)^2.
double squared_error(std::span<const float> weights, const CodeFit& fit);

} // namespace fracbit::models
