// Binary codes of a pruned layer: W ~ mask * sum_i alpha[i][c] * b_i, alpha fitted per output channel and plane on the
// kept weights alone. Codes of pruned weights are 1.
#pragma once

#include "models/model/model.hpp"

#include <span>

namespace fracbit::models {

struct CodeOptions {
    int planes = 1;      ///< q, 1 to 8
    int max_rounds = 30; ///< of alternating fits; 0: greedy codes
};

/// Codes of `weights` ([channels][...], C order); `mask` has a bit a weight, 1 is kept. See
/// models/binary_codes/code_fit.hpp for how a channel is fitted; one without kept weights gets alpha 0. Same result for
/// any number of threads. Throws ConfigError if the shapes do not agree, q is not in 1..8, max_rounds is below 0 or a
/// weight is not finite.
BinaryWeights quantize_channels(std::span<const float> weights, const BitVector& mask, std::int64_t channels,
                                const CodeOptions& options);

/// Sum over kept weights of (w - its approximation)^2. Throws ConfigError unless the mask has a bit a
/// weight; the codes must be of the same layer.
double squared_error(std::span<const float> weights, const BitVector& mask, const BinaryWeights& codes);

} // namespace fracbit::models
