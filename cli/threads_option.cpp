#include "cli/threads_option.hpp"

#include <CLI/CLI.hpp>

namespace fracbit::cli {

void add_threads_option(CLI::App& command, int& threads, const std::string& what) {
    command.add_option("--threads", threads, what + "; 0: one for each core")
        ->check(CLI::Range(0, 1024))
        ->type_name("INT")
        ->capture_default_str();
}

} // namespace fracbit::cli
