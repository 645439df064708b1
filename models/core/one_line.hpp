// Texts of several lines where there is room for one.
#pragma once

#include <string>

namespace fracbit::models {

/// Blanks, tabs and ends of lines in a row become one blank; none is left at the ends.
std::string in_one_line(const std::string& text);

} // namespace fracbit::models
