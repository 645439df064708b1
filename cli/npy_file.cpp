#include "cli/npy_file.hpp"

#include <fmt/format.h>

#include <bit>

namespace fracbit::cli {
namespace {

static_assert(std::endian::native == std::endian::little, "values are written as they lie in memory");

std::string npy_bytes(const char* type, const char* values, std::size_t size, const std::vector<std::int64_t>& shape) {
    std::string sizes;
    for (const std::int64_t size : shape) sizes += fmt::format("{}, ", size);
    std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': ({}), }}", type, sizes);
    constexpr std::size_t before = 10, alignment = 64; // magic, version and length come before the header
    header.append(alignment - 1 - (before + header.size()) % alignment, ' ');
    header += '\n';
    std::string bytes("\x93NUMPY\x01\x00", 8);
    bytes += static_cast<char>(header.size() & 0xff);
    bytes += static_cast<char>(header.size() >> 8);
    bytes += header;
    bytes.append(values, size);
    return bytes;
}

} // namespace

std::string npy_bytes(std::span<const std::int8_t> values, const std::vector<std::int64_t>& shape) {
    return npy_bytes("|i1", reinterpret_cast<const char*>(values.data()), values.size_bytes(), shape);
}

std::string npy_bytes(std::span<const std::int16_t> values, const std::vector<std::int64_t>& shape) {
    return npy_bytes("<i2", reinterpret_cast<const char*>(values.data()), values.size_bytes(), shape);
}

std::string npy_bytes(std::span<const float> values, const std::vector<std::int64_t>& shape) {
    return npy_bytes("<f4", reinterpret_cast<const char*>(values.data()), values.size_bytes(), shape);
}

} // namespace fracbit::cli
