#include "models/inference/rescaling_choice.hpp"

#include "models/core/error.hpp"

#include <cmath>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

__extension__ using Wide = __int128;
Wide magnitude(Wide x) { return x < 0 ? -x : x; }

constexpr Wide sum_limit = Wide{1} << 62;

/// llround(value), or nothing where it is larger than `limit`.
std::optional<std::int64_t> rounded(double value, double limit) {
    if (!(std::abs(value) < limit + 0.5)) return std::nullopt;
    return std::llround(value);
}

std::optional<Rescaling> try_shift(const RealRescaling& real, int shift) {
    constexpr auto multiplier_limit = static_cast<double>(largest_multiplier);
    const double one = std::ldexp(1.0, shift);
    const double unit = real.output.scale;
    Rescaling result;
    result.shift = shift;
    if (real.residual) {
        const auto m = rounded(real.residual->scale / unit * one, multiplier_limit);
        if (!m) return std::nullopt;
        result.residual_multiplier = static_cast<std::int32_t>(*m);
        result.residual_zero_point = real.residual->zero_point;
    }
    result.multipliers.resize(real.planes.size());
    for (std::size_t c = 0; c < real.bias.size(); ++c) {
        const auto bias = rounded(real.bias[c] / unit * one, 0x1p62);
        if (!bias) return std::nullopt;
        Wide offset = *bias;
        Wide bound = Wide{result.residual_multiplier} * 255 + (Wide{1} << (shift - 1));
        for (std::size_t i = 0; i < real.planes.size(); ++i) {
            const RealPlane& plane = real.planes[i][c];
            const auto m = rounded(plane.factor * real.input.scale / unit * one, multiplier_limit);
            if (!m) return std::nullopt;
            result.multipliers[i].push_back(static_cast<std::int32_t>(*m));
            offset -= Wide{real.input.zero_point} * *m * plane.code_sum;
            bound += magnitude(*m) * plane.bound;
        }
        if (bound + magnitude(offset) > sum_limit) return std::nullopt;
        result.offsets.push_back(static_cast<std::int64_t>(offset));
    }
    return result;
}

} // namespace

Rescaling choose_rescaling(const std::string& layer, const RealRescaling& real) {
    for (int shift = largest_shift; shift >= 1; --shift) {
        auto result = try_shift(real, shift);
        if (!result) continue;
        result->zero_point = real.output.zero_point;
        result->low = real.relu ? real.output.zero_point : std::uint8_t{0};
        result->high = static_cast<std::uint8_t>((1 << real.bits) - 1);
        return *result;
    }
    throw ConfigError(
        fmt::format("layer '{}': its scales are too far apart for 24-bit multipliers and 64-bit sums (input "
                    "scale {:.4g}, output scale {:.4g}); calibrate with images that use the whole range",
                    layer, real.input.scale, real.output.scale));
}

} // namespace fracbit::models
