// fracbit train: hands over to the program fracbit-train beside this one, which alone links libtorch: that costs 0.4 s
// and 160 MB at each start.
#include "cli/command.hpp"
#include "models/core/error.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

namespace fracbit::cli {
namespace {

void become_trainer(std::vector<std::string> arguments) {
    std::error_code problem;
    const auto own = std::filesystem::read_symlink("/proc/self/exe", problem);
    const std::string path = (own.parent_path() / "fracbit-train").string();
    if (problem || !std::filesystem::exists(path))
        throw ConfigError(fmt::format(
            "training is not part of this build: there is no '{}'. It needs libtorch: on Debian, apt-get install "
            "libtorch-dev libopenblas0-pthread, then configure and build again",
            path));
    arguments.insert(arguments.begin(), path);
    std::vector<char*> pointers;
    for (std::string& each : arguments) pointers.push_back(each.data());
    pointers.push_back(nullptr);
    ::execv(path.c_str(), pointers.data());
    throw Error(fmt::format("cannot start '{}': {}", path, std::strerror(errno)));
}

} // namespace

void add_train(CLI::App& app, Action& action) {
    CLI::App& command = *app.add_subcommand("train", "Train a network with fractional-bit weights (fracbit-train)");
    command.set_help_flag();
    command.set_help_all_flag();
    command.prefix_command();
    command.callback([&command, &action] { action = [&command] { become_trainer(command.remaining()); }; });
}

} // namespace fracbit::cli
