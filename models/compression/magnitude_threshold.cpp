#include "models/compression/magnitude_threshold.hpp"

#include "models/core/error.hpp"
#include "models/pruning/magnitude_pruning.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <tbb/blocked_range.h>
#include <tbb/parallel_reduce.h>
#include <utility>

namespace fracbit::models {
namespace {

// Finite floats without their sign are ordered as their bits are.
constexpr std::uint32_t infinity_bits = 0x7f800000;
constexpr std::size_t half_values = 1 << 16;
using Histogram = std::vector<std::int64_t>;

std::uint32_t magnitude_bits(float weight) { return std::bit_cast<std::uint32_t>(weight) & 0x7fffffff; }

/// Infinities and what is no number lie in the uppermost bins of the first histogram.
void require_finite(std::span<const float> weights, const Histogram& upper, std::int64_t first) {
    if (std::none_of(upper.begin() + (infinity_bits >> 16), upper.end(), [](std::int64_t n) { return n > 0; })) return;
    const auto found = std::find_if_not(weights.begin(), weights.end(), [](float w) { return std::isfinite(w); });
    throw ConfigError(
        fmt::format("weight {} is {}; pruning needs finite weights", first + (found - weights.begin()), *found));
}

/// Counts, per value of `bin`, the weights for which it is one (>= 0).
template <class Bin>
void count_parts(const WeightSource& source, std::int64_t part_rows, std::int64_t rows_before,
                 const std::function<void(std::int64_t)>& visit, Histogram& histogram, const Bin& bin) {
    std::vector<float> buffer;
    for (std::int64_t row = 0; row < source.rows(); row += part_rows) {
        const std::int64_t count = std::min(part_rows, source.rows() - row);
        const auto weights = source.read(row, count, buffer);
        const auto sum = tbb::parallel_reduce(
            tbb::blocked_range<std::size_t>(0, weights.size(), 1 << 18), Histogram(),
            [&](const tbb::blocked_range<std::size_t>& range, Histogram part) {
                part.resize(half_values);
                for (std::size_t i = range.begin(); i < range.end(); ++i) {
                    const std::int64_t at = bin(weights[i]);
                    if (at >= 0) ++part[static_cast<std::size_t>(at)];
                }
                return part;
            },
            [](Histogram a, const Histogram& b) {
                if (a.empty()) return b;
                for (std::size_t i = 0; i < b.size(); ++i) a[i] += b[i];
                return a;
            });
        for (std::size_t i = 0; i < sum.size(); ++i) histogram[i] += sum[i];
        if (rows_before == 0) require_finite(weights, histogram, row * source.columns());
        if (visit) visit(rows_before + row + count);
    }
}

/// The bin in which the `wanted` largest end, and how many of them lie in it.
std::pair<std::size_t, std::int64_t> last_bin(const Histogram& histogram, std::int64_t wanted) {
    std::size_t bin = half_values - 1;
    for (; wanted > histogram[bin]; --bin) wanted -= histogram[bin];
    return {bin, wanted};
}

} // namespace

MagnitudeThreshold find_threshold(const WeightSource& source, double sparsity, std::int64_t part_rows,
                                  const std::function<void(std::int64_t)>& visit) {
    const std::int64_t kept = kept_weights(source.rows() * source.columns(), sparsity);
    Histogram upper(half_values), lower(half_values);
    count_parts(source, part_rows, 0, visit, upper, [](float w) { return std::int64_t{magnitude_bits(w) >> 16}; });
    if (kept == 0) return {std::bit_cast<float>(infinity_bits), 0};
    const auto [high, in_bin] = last_bin(upper, kept);
    const auto cut = static_cast<std::uint32_t>(high);
    count_parts(source, part_rows, source.rows(), visit, lower, [cut](float w) {
        const std::uint32_t bits = magnitude_bits(w);
        return bits >> 16 == cut ? std::int64_t{bits & 0xffff} : -1;
    });
    const auto [low, ties] = last_bin(lower, in_bin);
    return {std::bit_cast<float>(cut << 16 | static_cast<std::uint32_t>(low)), ties};
}

BitVector apply_threshold(std::span<const float> weights, MagnitudeThreshold& threshold) {
    BitVector mask(static_cast<std::int64_t>(weights.size()));
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const float magnitude = std::abs(weights[i]);
        if (magnitude < threshold.magnitude) continue;
        if (magnitude == threshold.magnitude && threshold.ties-- <= 0) {
            threshold.ties = 0;
            continue;
        }
        mask.set(static_cast<std::int64_t>(i), true);
    }
    return mask;
}

} // namespace fracbit::models
