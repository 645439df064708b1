#include "models/network/batch_norm.hpp"

#include "models/core/error.hpp"

#include <cmath>
#include <cstddef>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

void check_length(const char* what, std::size_t length, std::size_t channels) {
    if (length != channels)
        throw ConfigError(
            fmt::format("batch norm: {} has {} values, but there are {} channels", what, length, channels));
}

} // namespace

FoldedBatchNorm fold(const BatchNorm& norm, const std::vector<float>& bias) {
    const std::size_t channels = norm.gamma.size();
    check_length("beta", norm.beta.size(), channels);
    check_length("mean", norm.mean.size(), channels);
    check_length("variance", norm.variance.size(), channels);
    if (!bias.empty()) check_length("the layer's bias", bias.size(), channels);

    FoldedBatchNorm folded;
    for (std::size_t c = 0; c < channels; ++c) {
        const double spread = static_cast<double>(norm.variance[c]) + norm.epsilon;
        if (!(spread > 0))
            throw ConfigError(fmt::format("batch norm: variance {} plus epsilon {} of channel {} is not positive, so "
                                          "it has no square root to divide by",
                                          norm.variance[c], norm.epsilon, c));
        const double scale = norm.gamma[c] / std::sqrt(spread);
        const double own = bias.empty() ? 0.0 : bias[c];
        folded.scale.push_back(static_cast<float>(scale));
        folded.bias.push_back(static_cast<float>(norm.beta[c] + scale * (own - norm.mean[c])));
        if (!std::isfinite(folded.scale.back()) || !std::isfinite(folded.bias.back()))
            throw ConfigError(fmt::format("batch norm: channel {} folds to scale {} and bias {}; both must be finite "
                                          "(gamma {}, beta {}, mean {}, "
                                          "variance {})",
                                          c, folded.scale.back(), folded.bias.back(), norm.gamma[c], norm.beta[c],
                                          norm.mean[c], norm.variance[c]));
    }
    return folded;
}

void scale_alpha(std::vector<std::vector<float>>& alpha, const std::vector<float>& scale) {
    for (std::vector<float>& plane : alpha) {
        check_length("alpha", plane.size(), scale.size());
        for (std::size_t c = 0; c < scale.size(); ++c) plane[c] *= scale[c];
    }
}

} // namespace fracbit::models
