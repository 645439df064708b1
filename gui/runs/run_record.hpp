// What is known of a run when it has ended, as the session keeps it.
#pragma once

#include "gui/runs/run_commands.hpp"

#include <QJsonObject>

#include <optional>

namespace fracbit::gui {

enum class RunState { running, stopping, done, failed, cancelled };
[[nodiscard]] QString run_state_text(RunState state);

struct RunRecord {
    RunCommand command;
    RunState state = RunState::cancelled;
    double seconds = 0;
    QString log;       ///< its end
    QString problem;   ///< of a failed run, for people
    bool wrote = true; ///< its store or trace: else what lies there is of others
};

/// The log's last 4,000 characters.
[[nodiscard]] QJsonObject to_json(const RunRecord& record);
/// Nothing for what is no record of a run that has ended.
[[nodiscard]] std::optional<RunRecord> run_record_from(const QJsonObject& object);

} // namespace fracbit::gui
