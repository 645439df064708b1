// Weights in a NumPy file (.npy), read row by row: the file may be larger than memory.
#pragma once

#include "models/compression/weight_source.hpp"

#include <fstream>
#include <string>

namespace fracbit::models {

/// float32 or float64, little-endian, C order: [out][in] or [out][in][k_h][k_w].
class NpyWeights final : public WeightSource {
public:
    /// Throws MissingFileError, and FormatError with the byte: another type, order or number of dimensions, a dimension
    /// of 0, a file whose size is not the array's.
    explicit NpyWeights(std::string path);
    [[nodiscard]] const std::vector<std::int64_t>& shape() const { return shape_; }
    [[nodiscard]] std::int64_t rows() const override { return shape_.front(); }
    [[nodiscard]] std::int64_t columns() const override { return columns_; }
    /// Not thread-safe. Throws IoError if the file cannot be read any more, FormatError with the byte if a float64 is
    /// larger than float32 can hold.
    std::span<const float> read(std::int64_t first, std::int64_t count, std::vector<float>& buffer) const override;

private:
    /// `at`: number of the weight, for messages.
    [[nodiscard]] float narrowed(double weight, std::int64_t at) const;
    std::string path_;
    std::vector<std::int64_t> shape_;
    std::int64_t columns_ = 1;
    std::int64_t offset_ = 0;
    bool doubles_ = false;
    mutable std::ifstream file_;
};

} // namespace fracbit::models
