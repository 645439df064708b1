// The one rounding of a layer's output (docs/arithmetic.md, "Rescaling").
#pragma once

#include "models/model/quantized.hpp"

#include <algorithm>
#include <cstdint>

namespace fracbit::models {

/// `sum` is sum_i m_i*acc_i + m_r*(residual - z_r) + b; adds one half, shifts, adds the zero point and clamps.
inline std::uint8_t rescale(const Rescaling& rescaling, std::int64_t sum) {
    const std::int64_t half = std::int64_t{1} << (rescaling.shift - 1);
    const std::int64_t value = ((sum + half) >> rescaling.shift) + rescaling.zero_point;
    return static_cast<std::uint8_t>(std::clamp<std::int64_t>(value, rescaling.low, rescaling.high));
}

/// m_r * (residual - z_r).
inline std::int64_t residual_term(const Rescaling& rescaling, std::uint8_t residual) {
    return std::int64_t{rescaling.residual_multiplier} * (int{residual} - int{rescaling.residual_zero_point});
}

} // namespace fracbit::models
