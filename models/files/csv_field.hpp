// A cell of a CSV file.
#pragma once

#include <string>
#include <string_view>

namespace fracbit::models {

/// In quotes where it has a comma, a quote or a line break (RFC 4180), else as it is.
std::string csv_field(std::string_view text);

} // namespace fracbit::models
