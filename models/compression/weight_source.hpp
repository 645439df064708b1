// Float weights of a layer, as often as they are asked for: in memory, from a file, or drawn. Layers that are too large
// for memory are read in parts.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

class WeightSource {
public:
    virtual ~WeightSource() = default;
    [[nodiscard]] virtual std::int64_t rows() const = 0;    ///< output channels
    [[nodiscard]] virtual std::int64_t columns() const = 0; ///< weights of an output channel
    /// Rows [first, first + count) in C order; they may lie in `buffer`. Equal calls give equal weights.
    virtual std::span<const float> read(std::int64_t first, std::int64_t count, std::vector<float>& buffer) const = 0;
};

/// Weights that somebody else holds.
class MemoryWeights final : public WeightSource {
public:
    /// Throws ConfigError unless there are rows * columns values, both at least 1.
    MemoryWeights(std::span<const float> values, std::int64_t rows, std::int64_t columns);
    [[nodiscard]] std::int64_t rows() const override { return rows_; }
    [[nodiscard]] std::int64_t columns() const override { return columns_; }
    std::span<const float> read(std::int64_t first, std::int64_t count, std::vector<float>& buffer) const override;

private:
    std::span<const float> values_;
    std::int64_t rows_, columns_;
};

} // namespace fracbit::models
