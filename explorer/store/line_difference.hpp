// Where two texts part.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fracbit::explorer {

struct LineDifference {
    std::int64_t line = 0;       ///< from 1, of `expected`; where that has ended, of `found`
    std::string found, expected; ///< in quotes and shortened, or "no such line"
};

/// The first line that differs, blanks around it and lines that are empty or a comment (#) apart. Nothing if there is
/// none.
std::optional<LineDifference> first_difference(const std::string& found, const std::string& expected);

} // namespace fracbit::explorer
