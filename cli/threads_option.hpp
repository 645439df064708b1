// The option --threads, shared by the subcommands that use several.
#pragma once

#include "cli/cli11_fwd.hpp"

#include <string>

namespace fracbit::cli {

/// 0 to 1024; 0 is one for each core. `what`: what threads they are.
void add_threads_option(CLI::App& command, int& threads, const std::string& what = "Threads");

} // namespace fracbit::cli
