// Runs the built program as a user does: as a process of its own.
#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace fracbit::tests {

struct Outcome {
    int status = -1; ///< exit status; 128 + signal number if a signal ended it
    std::string out, err;
};

struct RunOptions {
    std::int64_t file_size_limit = 0;  ///< bytes that a file may grow to; 0: any
    std::string stdout_path;           ///< instead of being captured
    std::string interrupt_when_exists; ///< send SIGINT as soon as a file in this folder has begun
    std::vector<std::pair<std::string, std::string>> environment;
    std::int64_t kill_after_ms = 0; ///< SIGKILL then; 0: never
};

/// Arguments without the program's name.
Outcome run_fracbit(const std::vector<std::string>& arguments, const RunOptions& options = {});

/// Runs it with a terminal of `columns` characters as standard output and standard error; what appeared on it.
Outcome run_on_terminal(const std::vector<std::string>& arguments, int columns);

/// A file of the repository.
std::string repository(const std::string& path);

std::string read_text(const std::string& path);
void write_text(const std::string& path, const std::string& text);
nlohmann::json read_json(const std::string& path);

/// Longest line of a text, in characters.
std::size_t longest_line(const std::string& text);

/// A network of three small layers; takes a fraction of a second.
std::string small_network();
/// Options that simulate it.
std::vector<std::string> simulate_small(const std::string& network_path);

} // namespace fracbit::tests
