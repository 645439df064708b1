// Files out of a tar archive (POSIX ustar, or older) that gzip has packed. Streamed: memory does not grow with it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fracbit::models {

/// Called now and then with the bytes written so far; what it throws ends the work.
using UnpackProgress = std::function<void(std::int64_t bytes)>;

/// Writes the archive's regular files whose last name is one of `wanted` into `folder`, under that name; all others
/// are passed over. Throws FormatError for an archive that is damaged, ends too early, or lacks one of them; IoError.
/// Files that were written before stay: give a folder that nobody looks into.
void unpack_tar_gz(const std::string& archive, const std::string& folder, const std::vector<std::string>& wanted,
                   const UnpackProgress& progress = {});

} // namespace fracbit::models
