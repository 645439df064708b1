// What main knows of the subcommands: each adds itself to the command line and, if it was chosen, leaves its action.
#pragma once

#include "cli/cli11_fwd.hpp"

#include <functional>

namespace fracbit::cli {

/// What to do once the whole command line is understood. Throws fracbit::Error.
using Action = std::function<void()>;

void add_simulate(CLI::App& app, Action& action);
void add_infer(CLI::App& app, Action& action);
void add_encode(CLI::App& app, Action& action);
void add_decode(CLI::App& app, Action& action);
void add_inspect(CLI::App& app, Action& action);
void add_synthesize(CLI::App& app, Action& action);
void add_explore(CLI::App& app, Action& action);
void add_merge(CLI::App& app, Action& action);
void add_report(CLI::App& app, Action& action);
void add_data(CLI::App& app, Action& action);
void add_train(CLI::App& app, Action& action);
void add_gui(CLI::App& app, Action& action);

} // namespace fracbit::cli
