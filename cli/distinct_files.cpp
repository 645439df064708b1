#include "cli/distinct_files.hpp"

#include "models/core/error.hpp"
#include "models/files/linked_path.hpp"

#include <filesystem>
#include <map>

#include <fmt/format.h>

namespace fracbit::cli {
namespace {

/// The same text for all paths of a file. Empty where there is nothing to lose.
std::string place_of(const NamedFile& file) {
    namespace fs = std::filesystem;
    if (file.path.empty() || file.path == "-") return "";
    std::error_code problem;
    const fs::file_status status = fs::status(file.path, problem);
    if (fs::exists(status) && !fs::is_regular_file(status)) return "";
    const fs::path place = fs::weakly_canonical(fs::absolute(models::follow_links(file.path), problem), problem);
    return problem ? file.path : place.string();
}

} // namespace

void check_standard_output(const std::vector<NamedFile>& outputs) {
    for (const NamedFile& output : outputs)
        if (output.path == "-" && output.what != "--json")
            throw ConfigError(fmt::format(
                "{} -: only --json writes to standard output; give a file, which './-' is, too", output.what));
}

void check_distinct(const std::vector<NamedFile>& inputs, const std::vector<NamedFile>& outputs) {
    check_standard_output(outputs);
    std::map<std::string, const NamedFile*> read, written;
    for (const NamedFile& input : inputs)
        if (const std::string place = place_of(input); !place.empty()) read.emplace(place, &input);
    for (const NamedFile& output : outputs) {
        const std::string place = place_of(output);
        if (place.empty()) continue;
        if (const auto input = read.find(place); input != read.end())
            throw ConfigError(fmt::format("{} {} would replace {}, which is read: give it a file of its own",
                                          output.what, output.path, input->second->what));
        if (const auto [other, fresh] = written.emplace(place, &output); !fresh)
            throw ConfigError(fmt::format("{} and {} both go to '{}': give each a file of its own", other->second->what,
                                          output.what, output.path));
    }
}

} // namespace fracbit::cli
