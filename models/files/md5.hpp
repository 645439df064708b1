// MD5 (RFC 1321): tells whether a data set's files arrived as their makers published them. No defence against forgery.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace fracbit::models {

class Md5 {
public:
    void add(std::span<const std::uint8_t> bytes);
    /// 32 hexadecimal digits, of all that was added; then nothing more may be.
    [[nodiscard]] std::string finish();

private:
    void add_block(const std::uint8_t* block);
    std::array<std::uint32_t, 4> state_{0x67452301U, 0xefcdab89U, 0x98badcfeU, 0x10325476U};
    std::array<std::uint8_t, 64> waiting_{};
    std::uint64_t length_ = 0; ///< bytes
};

/// Of a file. Throws MissingFileError, IoError.
std::string md5_of_file(const std::string& path);

} // namespace fracbit::models
