// Files that are written must be others than those that are read, and each another one.
#pragma once

#include <string>
#include <vector>

namespace fracbit::cli {

/// Before anything is read or written. Throws ConfigError that names the file. Empty names and "-" are no files; links
/// to a file are that file.
void check_output_paths(const std::vector<std::string>& read, const std::vector<std::string>& written);

} // namespace fracbit::cli
