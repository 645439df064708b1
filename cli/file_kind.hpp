// What a file is, by its first bytes and its name.
#pragma once

#include <string>

namespace fracbit::cli {

enum class FileKind { model, network, architecture, trace };

/// Throws MissingFileError if it cannot be opened, FormatError if it is of no known kind.
FileKind file_kind(const std::string& path);

} // namespace fracbit::cli
