// IDX files built byte by byte, without the code under test.
#pragma once

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>
#include <zlib.h>

namespace fracbit::tests {

inline void put(const std::string& path, const std::string& contents) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << contents;
}

inline std::string idx_bytes(const std::vector<std::uint32_t>& sizes, const std::string& values) {
    std::string bytes{0, 0, 8, static_cast<char>(sizes.size())};
    for (const auto size : sizes)
        for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(size >> shift & 255U);
    return bytes + values;
}

inline std::string gzipped(const std::string& bytes) {
    z_stream stream{};
    ::deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(::deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    ::deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    ::deflateEnd(&stream);
    return out;
}

} // namespace fracbit::tests
