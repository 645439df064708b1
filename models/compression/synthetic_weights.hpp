// Drawn weights of a layer that exists as a shape only.
#pragma once

#include "models/compression/weight_source.hpp"

#include <cstdint>
#include <vector>

namespace fracbit::models {

/// w[r][c] = normal * row scale * column scale. Scales are exp(spread * normal), 1 with spread 0. Rows are drawn each
/// from (seed, its number), so any part of the layer comes out the same.
class SyntheticWeights final : public WeightSource {
public:
    /// Throws ConfigError unless rows and columns are 1 to 2^31 and the spread is 0 to 8.
    SyntheticWeights(std::int64_t rows, std::int64_t columns, std::uint64_t seed, double spread = 0);
    [[nodiscard]] std::int64_t rows() const override { return rows_; }
    [[nodiscard]] std::int64_t columns() const override { return columns_; }
    /// Draws into `buffer`, on all cores.
    std::span<const float> read(std::int64_t first, std::int64_t count, std::vector<float>& buffer) const override;

private:
    std::int64_t rows_, columns_;
    std::uint64_t seed_;
    double spread_;
    std::vector<float> column_scales_; ///< empty with spread 0
};

} // namespace fracbit::models
