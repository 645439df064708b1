// IDX files, the format of MNIST (http://yann.lecun.com/exdb/mnist): 4 bytes magic (0, 0, type, number of dimensions),
// the dimensions as big-endian 32-bit numbers, the values in C order. Plain or gzip, told apart by content.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

struct IdxFile {
    std::vector<std::int64_t> sizes;
    std::vector<std::uint8_t> values;
};

/// Reads a file of bytes (type 0x08) with `dimensions` dimensions. Throws MissingFileError, and FormatError with the
/// byte offset (in the decompressed data) for another magic, an empty dimension, or a length that does not fit the
/// sizes.
IdxFile read_idx(const std::string& path, int dimensions);

} // namespace fracbit::models
