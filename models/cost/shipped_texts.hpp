// The files of examples/technologies/, as the library carries them. The texts are written by CMake
// (shipped_texts.cpp.in).
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace fracbit::models {

/// Name (of the file, without its ending) and text; the default first.
const std::vector<std::pair<std::string, std::string>>& shipped_technology_texts();

} // namespace fracbit::models
