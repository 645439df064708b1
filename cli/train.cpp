// fracbit train: hands over to the program fracbit-train beside this one, which alone links libtorch: that costs 0.4 s
// and 160 MB at each start.
#include "cli/command.hpp"
#include "cli/sibling_program.hpp"

#include <CLI/CLI.hpp>

namespace fracbit::cli {

void add_train(CLI::App& app, Action& action) {
    CLI::App& command = *app.add_subcommand("train", "Train a network with fractional-bit weights (fracbit-train)");
    command.set_help_flag();
    command.set_help_all_flag();
    command.prefix_command();
    command.callback([&command, &action] {
        action = [&command] {
            become("fracbit-train", command.remaining(), "training",
                   "libtorch: on Debian, apt-get install libtorch-dev libopenblas0-pthread");
        };
    });
}

} // namespace fracbit::cli
