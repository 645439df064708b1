// The whole of a text file.
#pragma once

#include <string>

namespace fracbit::models {

/// The bytes as they are. Throws MissingFileError if the file does not exist, is a folder or may not be read.
std::string read_text_file(const std::string& path);

} // namespace fracbit::models
