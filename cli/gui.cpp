// fracbit gui: hands over to the program fracbit-gui beside this one, which alone links Qt.
#include "cli/command.hpp"
#include "cli/sibling_program.hpp"

#include <CLI/CLI.hpp>

namespace fracbit::cli {

void add_gui(CLI::App& app, Action& action) {
    CLI::App& command = *app.add_subcommand("gui", "Look at stores, machines, decoders and traces (fracbit-gui)");
    command.set_help_flag();
    command.set_help_all_flag();
    command.prefix_command();
    command.callback([&command, &action] {
        action = [&command] {
            become("fracbit-gui", command.remaining(), "the GUI",
                   "Qt 6 and QCustomPlot: on Debian, apt-get install qt6-base-dev qt6-svg-dev libqcustomplot-dev");
        };
    });
}

} // namespace fracbit::cli
