#include "models/binary_codes/channel_codes.hpp"

#include "models/binary_codes/code_fit.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <tbb/parallel_for.h>

namespace fracbit::models {
namespace {

void check_mask(std::span<const float> weights, const BitVector& mask) {
    if (mask.size() != static_cast<std::int64_t>(weights.size()))
        throw ConfigError(fmt::format("binary codes: a mask of {} bits for {} weights; they must be as many",
                                      mask.size(), weights.size()));
}

void check(std::span<const float> weights, const BitVector& mask, std::int64_t channels, const CodeOptions& options) {
    check_mask(weights, mask);
    if (channels < 1 || static_cast<std::int64_t>(weights.size()) % channels != 0)
        throw ConfigError(fmt::format("binary codes: {} weights cannot be shared evenly by {} output channels",
                                      weights.size(), channels));
    if (options.planes < 1 || options.planes > CodeFit::max_planes)
        throw ConfigError(
            fmt::format("binary codes: q is {}; allowed: 1 to {} planes", options.planes, CodeFit::max_planes));
    if (options.max_rounds < 0)
        throw ConfigError(fmt::format("binary codes: {} rounds of alternating fits; allowed: 0 (greedy codes) or more",
                                      options.max_rounds));
    const auto found = std::ranges::find_if_not(weights, [](float w) { return std::isfinite(w); });
    if (found != weights.end())
        throw ConfigError(
            fmt::format("binary codes: weight {} is {}; codes need finite weights", found - weights.begin(), *found));
}

struct Channel {
    std::vector<float> alpha;
    std::vector<BitVector> planes;
};

Channel quantize_channel(std::span<const float> weights, const BitVector& mask, std::int64_t first,
                         const CodeOptions& options) {
    std::vector<float> kept;
    for (std::size_t j = 0; j < weights.size(); ++j)
        if (mask.get(first + static_cast<std::int64_t>(j))) kept.push_back(weights[j]);
    CodeFit fit = fit_alternating(kept, options.planes, options.max_rounds);
    Channel channel{std::move(fit.alpha), {}};
    for (int i = 0; i < options.planes; ++i) {
        BitVector plane(static_cast<std::int64_t>(weights.size()));
        std::size_t next = 0;
        for (std::int64_t j = 0; j < plane.size(); ++j)
            plane.set(j, !mask.get(first + j) || ((fit.codes[next++] >> i) & 1U) != 0);
        channel.planes.push_back(std::move(plane));
    }
    return channel;
}

} // namespace

BinaryWeights quantize_channels(std::span<const float> weights, const BitVector& mask, std::int64_t channels,
                                const CodeOptions& options) {
    check(weights, mask, channels, options);
    const std::int64_t size = static_cast<std::int64_t>(weights.size()) / channels;
    std::vector<Channel> fitted(static_cast<std::size_t>(channels));
    tbb::parallel_for(std::int64_t{0}, channels, [&](std::int64_t c) {
        const auto own = weights.subspan(static_cast<std::size_t>(c * size), static_cast<std::size_t>(size));
        fitted[static_cast<std::size_t>(c)] = quantize_channel(own, mask, c * size, options);
    });
    BinaryWeights result;
    for (std::size_t i = 0; i < static_cast<std::size_t>(options.planes); ++i) {
        BitVector plane(mask.size());
        std::vector<float> alpha;
        for (std::size_t c = 0; c < fitted.size(); ++c) {
            plane.copy(static_cast<std::int64_t>(c) * size, fitted[c].planes[i], 0, size);
            alpha.push_back(fitted[c].alpha[i]);
        }
        result.planes.push_back(std::move(plane));
        result.alpha.push_back(std::move(alpha));
    }
    return result;
}

double squared_error(std::span<const float> weights, const BitVector& mask, const BinaryWeights& codes) {
    check_mask(weights, mask);
    double sum = 0;
    for (std::int64_t j = 0; j < mask.size(); ++j) {
        if (!mask.get(j)) continue;
        double rest = static_cast<double>(weights[static_cast<std::size_t>(j)]);
        for (std::size_t i = 0; i < codes.planes.size(); ++i) {
            const std::int64_t size = mask.size() / static_cast<std::int64_t>(codes.alpha[i].size());
            const auto alpha = static_cast<double>(codes.alpha[i][static_cast<std::size_t>(j / size)]);
            rest -= codes.planes[i].get(j) ? alpha : -alpha;
        }
        sum += rest * rest;
    }
    return sum;
}

} // namespace fracbit::models
