// One data set of floats in any HDF5 file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

struct FloatArray {
    std::vector<std::int64_t> shape;
    std::vector<float> values; ///< C order, all finite
};

/// `dataset` is named from the root, "/layers/0/weight". Throws MissingFileError, or FormatError naming the data set:
/// it is missing, or does not hold 32-bit floats.
FloatArray read_float_dataset(const std::string& path, const std::string& dataset);

} // namespace fracbit::models
