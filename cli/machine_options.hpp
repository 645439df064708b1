// The options that choose the machine: --arch and --set.
#pragma once

#include "cli/cli11_fwd.hpp"
#include "models/config/architecture.hpp"

#include <string>
#include <vector>

namespace fracbit::cli {

struct MachineOptions {
    std::string arch;
    std::vector<std::string> settings;

    void add_to(CLI::App& command);
    [[nodiscard]] bool given() const { return !arch.empty() || !settings.empty(); }
    /// Throws what read_architecture and with_overrides throw.
    [[nodiscard]] models::Architecture architecture() const;
};

} // namespace fracbit::cli
