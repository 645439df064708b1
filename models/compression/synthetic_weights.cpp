#include "models/compression/synthetic_weights.hpp"

#include "models/core/error.hpp"
#include "models/core/random.hpp"

#include <cmath>
#include <fmt/format.h>
#include <tbb/parallel_for.h>

namespace fracbit::models {
namespace {

constexpr std::int64_t largest_side = std::int64_t{1} << 31;
constexpr double largest_spread = 8; // of scales that float weights still hold

} // namespace

SyntheticWeights::SyntheticWeights(std::int64_t rows, std::int64_t columns, std::uint64_t seed, double spread)
    : rows_(rows), columns_(columns), seed_(seed), spread_(spread) {
    if (rows < 1 || rows > largest_side || columns < 1 || columns > largest_side)
        throw ConfigError(fmt::format("synthetic weights of {} x {}; allowed: 1 to {} rows and columns", rows, columns,
                                      largest_side));
    if (!(spread >= 0 && spread <= largest_spread))
        throw ConfigError(
            fmt::format("log-normal scales of spread {}; allowed: 0 (none) to {}", spread, largest_spread));
    if (spread == 0) return;
    Random random(seed * 0x9e3779b97f4a7c15U - 1);
    for (std::int64_t c = 0; c < columns; ++c)
        column_scales_.push_back(static_cast<float>(std::exp(spread * random.normal())));
}

std::span<const float> SyntheticWeights::read(std::int64_t first, std::int64_t count,
                                              std::vector<float>& buffer) const {
    buffer.resize(static_cast<std::size_t>(count * columns_));
    tbb::parallel_for(std::int64_t{0}, count, [&](std::int64_t row) {
        Random random(seed_ * 0x9e3779b97f4a7c15U + static_cast<std::uint64_t>(first + row));
        const double scale = spread_ == 0 ? 1 : std::exp(spread_ * random.normal());
        float* values = buffer.data() + row * columns_;
        for (std::int64_t c = 0; c < columns_; ++c) values[c] = static_cast<float>(scale * random.normal());
        for (std::size_t c = 0; c < column_scales_.size(); ++c) values[c] *= column_scales_[c];
    });
    return buffer;
}

} // namespace fracbit::models
