// Runs of the program fracbit as commands, as a person would type them.
#pragma once

#include "gui/designs/design.hpp"

#include <QStringList>

#include <optional>

namespace fracbit::gui {

struct RunCommand {
    QString title;         ///< "explore lpddr.toml into lpddr.sqlite"
    QStringList arguments; ///< of fracbit
    QString store, trace;  ///< files that the run writes, if it does
};

struct ExploreRequest {
    QString space, store;
    QString search = QStringLiteral("exhaustive"); ///< exhaustive, random, nsga2
    qint64 evaluations = 0;                        ///< random, nsga2
    qint64 population = 200;                       ///< nsga2
    qint64 seed = 1, sample = 2000;
    int threads = 0; ///< 0: all cores
};
/// Throws ConfigError where space or store are missing, or evaluations where the search needs them.
[[nodiscard]] RunCommand explore_command(const ExploreRequest& request);
/// What such a command was made of; nothing of another command. Settings that it does not name are the defaults.
[[nodiscard]] std::optional<ExploreRequest> explore_request(const RunCommand& command);

/// One network of a design on the SystemC machine, with an event trace and its numbers as JSON in `folder`, which
/// exists. Where the design comes from no store, its architecture, its network and a technology that is not shipped
/// are written there first (IoError). Throws ConfigError for a network that the design does not run.
[[nodiscard]] RunCommand simulate_command(const Design& design, const QString& network, const QString& folder);

/// The program fracbit: beside this one, else the one that the PATH finds; empty: neither.
[[nodiscard]] QString fracbit_program();

/// As a shell would read it.
[[nodiscard]] QString shell_text(const QStringList& arguments);

} // namespace fracbit::gui
