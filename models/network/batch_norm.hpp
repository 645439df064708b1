// Folding batch normalisation (Ioffe & Szegedy, arXiv 1502.03167) into the layer before it. At inference, per channel
// c,
//     y = gamma * (x + b - mean) / sqrt(variance + epsilon) + beta = scale * x + bias,
// where x is the layer's sum without bias and b its own bias. So alpha is multiplied by `scale`, and `bias` is the new
// bias.
#pragma once

#include <vector>

namespace fracbit::models {

/// Parameters of one batch norm, each [channels].
struct BatchNorm {
    std::vector<float> gamma, beta, mean, variance;
    double epsilon = 1e-5;
};

struct FoldedBatchNorm {
    std::vector<float> scale; ///< [channels]: factor of every alpha (or weight) of the channel; negative if gamma is
    std::vector<float> bias;  ///< [channels]: replaces the layer's bias
};

/// `bias` is the layer's own: [channels], or empty for none. Computed in double, rounded once.
/// Throws ConfigError: lengths differ, variance + epsilon is not a positive number, a result is not finite.
FoldedBatchNorm fold(const BatchNorm& norm, const std::vector<float>& bias = {});

/// Multiplies every plane's alpha ([q][channels]) by `scale`. Throws ConfigError if a length differs.
void scale_alpha(std::vector<std::vector<float>>& alpha, const std::vector<float>& scale);

} // namespace fracbit::models
