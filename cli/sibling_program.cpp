#include "cli/sibling_program.hpp"

#include "models/core/error.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>

#include <fmt/format.h>

namespace fracbit::cli {

void become(const std::string& program, std::vector<std::string> arguments, const std::string& what,
            const std::string& needs) {
    std::error_code problem;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", problem);
    const std::string path = (own.parent_path() / program).string();
    if (problem || !std::filesystem::exists(path))
        throw ConfigError(fmt::format("{} is not part of this build: there is no '{}'. It needs {}, then configure and "
                                      "build again",
                                      what, path, needs));
    arguments.insert(arguments.begin(), path);
    std::vector<char*> pointers;
    pointers.reserve(arguments.size() + 1);
    for (std::string& each : arguments) pointers.push_back(each.data());
    pointers.push_back(nullptr);
    ::execv(path.c_str(), pointers.data());
    throw Error(fmt::format("cannot start '{}': {}", path, std::strerror(errno)));
}

} // namespace fracbit::cli
