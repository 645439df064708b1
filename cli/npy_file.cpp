#include "cli/npy_file.hpp"

#include <fmt/format.h>

namespace fracbit::cli {

std::string npy_bytes(std::span<const std::int8_t> values, const std::vector<std::int64_t>& shape) {
    std::string sizes;
    for (const std::int64_t size : shape) sizes += fmt::format("{}, ", size);
    std::string header = fmt::format("{{'descr': '|i1', 'fortran_order': False, 'shape': ({}), }}", sizes);
    constexpr std::size_t before = 10, alignment = 64; // magic, version and length come before the header
    header.append(alignment - 1 - (before + header.size()) % alignment, ' ');
    header += '\n';
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 0xff);
    bytes += static_cast<char>(header.size() >> 8);
    bytes += header;
    bytes.append(reinterpret_cast<const char*>(values.data()), values.size());
    return bytes;
}

} // namespace fracbit::cli
