#include "cli/json_output.hpp"

#include "cli/console.hpp"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

namespace fracbit::cli {

void add_json_option(CLI::App& command, std::string& path) {
    command.add_option("--json", path, "Write the result as JSON to this file; '-': to standard output, no table")
        ->type_name("FILE");
}

JsonOutput::JsonOutput(const std::string& path) : to_stdout_(path == "-") {
    if (!path.empty() && !to_stdout_) file_.emplace(path);
}

void JsonOutput::write(const nlohmann::ordered_json& json, const std::string& text) {
    // Names come from files: bytes that are not UTF-8 are replaced.
    const std::string dump = json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
    if (file_) {
        file_->write(dump);
        file_->commit();
    }
    print(to_stdout_ ? dump : text);
}

} // namespace fracbit::cli
