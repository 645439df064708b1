// A report for a terminal.
#pragma once

#include "models/results/report.hpp"

#include <string>

namespace fracbit::models {

/// Layers, blocks and fetches, at most `width` characters a line.
std::string to_text(const Report& report, int width);

/// A line broken at blanks, with a newline at the end; continued lines are indented.
std::string wrapped(const std::string& line, int width);

/// 1234567 as "1,234,567".
std::string grouped(std::int64_t number);

} // namespace fracbit::models
