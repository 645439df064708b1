#include "cli/machine_options.hpp"

#include <CLI/CLI.hpp>

namespace fracbit::cli {

void MachineOptions::add_to(CLI::App& command) {
    command
        .add_option("--arch", arch,
                    "Architecture (TOML; keys: examples/arch/README.md). Default: the reference "
                    "values of examples/arch/edge.toml, built in")
        ->type_name("FILE")
        ->group("Machine");
    command
        .add_option("--set", settings,
                    "Change one key of the architecture, e.g. memory.bytes_per_cycle=3.2; may be "
                    "given several times")
        ->type_name("KEY=VALUE")
        ->group("Machine")
        ->take_all()
        ->allow_extra_args(false);
}

models::Architecture MachineOptions::architecture() const {
    models::Architecture architecture;
    architecture.name = "edge (built in)";
    if (!arch.empty()) architecture = models::read_architecture(arch);
    return models::with_overrides(std::move(architecture), settings);
}

} // namespace fracbit::cli
