// The seal of the files that we write: 512 bytes before the contents (HDF5 calls them the user block) that hold the
// length and the CRC-32 of all that follows. It finds every damaged, missing or appended byte, also those that HDF5
// does not use, before HDF5 sees any of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace fracbit::models {

inline constexpr std::size_t seal_bytes = 512;

/// The seal for `contents`: readable text, padded with zero bytes to 512.
std::string make_seal(std::string_view contents);

/// False if the file does not start with a seal; FormatError if it has one that does not fit the bytes behind it, with
/// what to do then.
bool check_seal(const std::string& path, std::string_view remedy = "get a fresh copy");

} // namespace fracbit::models
