// The option --json, shared by all subcommands.
#pragma once

#include "cli/cli11_fwd.hpp"
#include "models/files/atomic_file.hpp"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace fracbit::cli {

void add_json_option(CLI::App& command, std::string& path);

/// Opened before the work starts, so that a folder that does not exist costs no hours.
class JsonOutput {
public:
    /// An empty path: no file. "-": standard output, instead of the table.
    explicit JsonOutput(const std::string& path);
    /// Prints `text`, the result for people, unless standard output gets the JSON; then writes the file.
    void write(const nlohmann::ordered_json& json, const std::string& text);

private:
    bool to_stdout_;
    std::optional<models::AtomicFile> file_;
};

} // namespace fracbit::cli
