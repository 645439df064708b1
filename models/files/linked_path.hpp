// Symbolic links, followed to where a file is or will be.
#pragma once

#include <string>

namespace fracbit::models {

/// A link may have been made before the file that it points to. A path that is no link comes back as it is.
std::string follow_links(const std::string& path);

} // namespace fracbit::models
