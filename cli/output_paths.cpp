#include "cli/output_paths.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>

namespace fracbit::cli {
namespace {

bool same_file(const std::string& a, const std::string& b) {
    std::error_code ignored;
    return std::filesystem::weakly_canonical(a, ignored) == std::filesystem::weakly_canonical(b, ignored) ||
           std::filesystem::equivalent(a, b, ignored);
}

std::vector<std::string> files_of(std::vector<std::string> paths) {
    std::erase_if(paths, [](const std::string& path) { return path.empty() || path == "-"; });
    return paths;
}

} // namespace

void check_output_paths(const std::vector<std::string>& read, const std::vector<std::string>& written) {
    const std::vector<std::string> inputs = files_of(read), outputs = files_of(written);
    for (auto output = outputs.begin(); output != outputs.end(); ++output) {
        const auto is_this = [&](const std::string& other) { return same_file(*output, other); };
        if (std::any_of(inputs.begin(), inputs.end(), is_this))
            throw ConfigError(
                fmt::format("'{}' is read, and would be overwritten; give the output a file of its own", *output));
        if (std::any_of(outputs.begin(), output, is_this))
            throw ConfigError(fmt::format("two outputs go to '{}'; give each a file of its own", *output));
    }
}

} // namespace fracbit::cli
