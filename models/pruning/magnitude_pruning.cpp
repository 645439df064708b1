#include "models/pruning/magnitude_pruning.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <functional>
#include <vector>

namespace fracbit::models {

void check_sparsity(double sparsity) {
    if (!(sparsity >= 0 && sparsity <= 1))
        throw ConfigError(fmt::format("sparsity is {}; allowed: 0 (keep all) to 1 (keep none)", sparsity));
}

void check_finite(std::span<const float> weights) {
    const auto found = std::ranges::find_if_not(weights, [](float w) { return std::isfinite(w); });
    if (found != weights.end())
        throw ConfigError(
            fmt::format("weight {} is {}; pruning needs finite weights", found - weights.begin(), *found));
}

std::int64_t kept_weights(std::int64_t weights, double sparsity) {
    check_sparsity(sparsity);
    return std::llround((1 - sparsity) * static_cast<double>(weights));
}

BitVector prune_magnitude(std::span<const float> weights, double sparsity) {
    const auto size = static_cast<std::int64_t>(weights.size());
    const std::int64_t kept = kept_weights(size, sparsity);
    check_finite(weights);
    BitVector mask(size);
    if (kept == 0) return mask;
    std::vector<float> magnitudes(weights.size());
    std::ranges::transform(weights, magnitudes.begin(), [](float w) { return std::abs(w); });
    const auto last_kept = magnitudes.begin() + (kept - 1);
    std::ranges::nth_element(magnitudes, last_kept, std::greater{});
    const float threshold = *last_kept;
    std::int64_t ties = kept - std::count_if(magnitudes.begin(), last_kept, [&](float m) { return m > threshold; });
    for (std::int64_t i = 0; i < size; ++i) {
        const float magnitude = std::abs(weights[static_cast<std::size_t>(i)]);
        if (magnitude > threshold || (magnitude == threshold && ties-- > 0)) mask.set(i, true);
    }
    return mask;
}

double kept_magnitude(std::span<const float> weights, const BitVector& mask) {
    if (mask.size() != static_cast<std::int64_t>(weights.size()))
        throw ConfigError(
            fmt::format("a mask of {} bits for {} weights; they must be as many", mask.size(), weights.size()));
    double kept = 0;
    double all = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double magnitude = std::abs(weights[i]);
        all += magnitude;
        if (mask.get(static_cast<std::int64_t>(i))) kept += magnitude;
    }
    return all > 0 ? kept / all : 1.0;
}

} // namespace fracbit::models
