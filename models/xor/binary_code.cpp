#include "models/xor/binary_code.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>

namespace fracbit::models {
namespace {

void check_shapes(std::span<const BitVector> planes, std::span<const std::vector<float>> alpha) {
    if (planes.empty() || planes.size() != alpha.size())
        throw ConfigError(
            fmt::format("binary codes: found {} planes and {} rows of scales; both must be the same number q >= 1",
                        planes.size(), alpha.size()));
    const auto weights = planes.front().size();
    const auto channels = alpha.front().size();
    if (channels == 0 || weights % static_cast<std::int64_t>(channels) != 0)
        throw ConfigError(
            fmt::format("binary codes: {} weights cannot be shared evenly by {} output channels", weights, channels));
    for (std::size_t i = 1; i < planes.size(); ++i)
        if (planes[i].size() != weights || alpha[i].size() != channels)
            throw ConfigError(fmt::format("binary codes: plane {} has {} weights and {} scales, plane 0 has {} and {}; "
                                          "all planes must agree",
                                          i, planes[i].size(), alpha[i].size(), weights, channels));
}

} // namespace

std::vector<float> reconstruct(std::span<const BitVector> planes, std::span<const std::vector<float>> alpha) {
    check_shapes(planes, alpha);
    const auto weights = static_cast<std::size_t>(planes.front().size());
    const std::size_t per_channel = weights / alpha.front().size();
    std::vector<float> result(weights);
    for (std::size_t i = 0; i < planes.size(); ++i)
        for (std::size_t k = 0; k < weights; ++k) {
            const float scale = alpha[i][k / per_channel];
            result[k] += planes[i].get(static_cast<std::int64_t>(k)) ? scale : -scale;
        }
    return result;
}

} // namespace fracbit::models
