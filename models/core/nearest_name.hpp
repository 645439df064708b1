// "Did you mean ...?" for names that a user typed: keys, columns, layer kinds, subcommands.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fracbit {

/// Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b`; upper and lower case, '-' and
/// '_' count as equal (optimal string alignment distance).
int edit_distance(std::string_view a, std::string_view b);

/// The known name closest to `name`, the first of equals; nothing if none is closer than half its length.
std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& known);

/// The end of an error message: "did you mean 'x'?", or "allowed: a, b, c" when nothing is near.
std::string suggest_name(std::string_view name, const std::vector<std::string>& known);

} // namespace fracbit
