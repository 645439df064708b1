// From real scales to the integers of a Rescaling (docs/arithmetic.md, "Choosing m, b and s").
#pragma once

#include "models/model/quantized.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::models {

/// One accumulator of an output channel: the real factor of its sum, the sum of its codes, and the largest value it can
/// reach.
struct RealPlane {
    double factor = 0;         ///< alpha: real output per (real input x code)
    std::int64_t code_sum = 0; ///< sum_k code[k], the weight of the input's zero point
    std::int64_t bound = 0;    ///< A
};

struct RealRescaling {
    std::vector<std::vector<RealPlane>> planes; ///< [q][channel]
    std::vector<double> bias;                   ///< [channel], real
    ActivationScale input, output;
    std::optional<ActivationScale> residual;
    bool relu = false;
    int bits = 8; ///< of the output
};

inline constexpr int largest_shift = 46;
inline constexpr std::int64_t largest_multiplier = (std::int64_t{1} << 23) - 1;

/// Takes the largest shift that fits. Throws ConfigError naming `layer` if none does.
Rescaling choose_rescaling(const std::string& layer, const RealRescaling& real);

} // namespace fracbit::models
