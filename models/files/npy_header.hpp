// NumPy's .npy format (numpy.lib.format, versions 1 to 3): what the array in a file is, and where its values begin.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

struct NpyHeader {
    std::string type; ///< as NumPy writes it: "<f4", "|i1", ...
    bool fortran_order = false;
    std::vector<std::int64_t> shape;
    std::int64_t data_offset = 0;                ///< bytes
    [[nodiscard]] std::int64_t elements() const; ///< at most 2^48
};

/// Reads the header alone. Throws MissingFileError, or FormatError with the byte at which it is not what the format
/// says.
NpyHeader read_npy_header(const std::string& path);

} // namespace fracbit::models
