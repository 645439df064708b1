// What CLI11's own checks let pass. Each returns what is wrong with an option's text, nothing if it is good.
#pragma once

#include "cli/cli11_fwd.hpp"

#include <string>

namespace fracbit::cli {

/// NaN lies outside of every range, but compares with no limit.
std::string nan_problem(const std::string& text);

/// A seed is a whole number from 0 to 2^64 - 1; CLI11 makes another one of what is negative or too large.
std::string seed_problem(const std::string& text);

/// A whole number from 0, or from 1: CLI11's own checks name the largest double as the other end.
std::string count_problem(const std::string& text);
std::string size_problem(const std::string& text);

/// Makes all options of the program and its subcommands refuse the empty text that an unset variable of a shell leaves:
/// it would count as an option that was not given, and the file that it was to name would not be written.
void refuse_empty_texts(CLI::App& app);

} // namespace fracbit::cli
