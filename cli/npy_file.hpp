// NumPy's .npy format, version 1.0 (numpy.lib.format): one array in C order.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace fracbit::cli {

/// The whole file as bytes. `shape`'s product is the number of values.
std::string npy_bytes(std::span<const std::int8_t> values, const std::vector<std::int64_t>& shape);
std::string npy_bytes(std::span<const std::int16_t> values, const std::vector<std::int64_t>& shape);
std::string npy_bytes(std::span<const float> values, const std::vector<std::int64_t>& shape);

} // namespace fracbit::cli
