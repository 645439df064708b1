// The whole of a file as bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

/// Throws MissingFileError if the file does not exist, is a folder or may not be read, IoError if reading it fails.
std::vector<std::uint8_t> read_bytes(const std::string& path);

/// Throws MissingFileError where `read_bytes` does, without reading: for libraries that open files by name.
void require_readable(const std::string& path);

} // namespace fracbit::models
