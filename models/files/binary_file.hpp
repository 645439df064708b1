// The whole of a file as bytes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

/// Throws MissingFileError if the file does not exist, is a folder or may not be read, IoError if reading it fails.
std::vector<std::uint8_t> read_bytes(const std::string& path);

/// Throws MissingFileError where `read_bytes` does, for libraries that open files by name. Without opening it: closing
/// it again would drop the locks that this process holds on the file, those of an SQLite reader for instance.
void require_readable(const std::string& path);

} // namespace fracbit::models
