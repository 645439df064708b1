// Programs beside this one that a subcommand becomes: what they link is not for every start of fracbit.
#pragma once

#include <string>
#include <vector>

namespace fracbit::cli {

/// Replaces this process. Throws ConfigError if there is no such program, saying `what` is missing and what it `needs`;
/// Error if it cannot be started.
[[noreturn]] void become(const std::string& program, std::vector<std::string> arguments, const std::string& what,
                         const std::string& needs);

} // namespace fracbit::cli
