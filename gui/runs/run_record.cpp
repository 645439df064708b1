#include "gui/runs/run_record.hpp"

#include <QCoreApplication>
#include <QJsonArray>

#include <array>

namespace fracbit::gui {
namespace {

constexpr qsizetype kept_log = 4000;

constexpr std::array<std::pair<RunState, const char*>, 3> ended_states{
    {{RunState::done, "done"}, {RunState::failed, "failed"}, {RunState::cancelled, "cancelled"}}};

const char* ended_name(RunState state) {
    for (const auto& [ended, name] : ended_states)
        if (ended == state) return name;
    return "";
}

} // namespace

QString run_state_text(RunState state) {
    const auto text = [](const char* words) { return QCoreApplication::translate("RunState", words); };
    if (state == RunState::running) return text("running");
    if (state == RunState::stopping) return text("stopping");
    return text(ended_name(state));
}

QJsonObject to_json(const RunRecord& record) {
    return {{QStringLiteral("title"), record.command.title},
            {QStringLiteral("arguments"), QJsonArray::fromStringList(record.command.arguments)},
            {QStringLiteral("store"), record.command.store},
            {QStringLiteral("trace"), record.command.trace},
            {QStringLiteral("state"), QLatin1String(ended_name(record.state))},
            {QStringLiteral("seconds"), record.seconds},
            {QStringLiteral("log"), record.log.right(kept_log)},
            {QStringLiteral("problem"), record.problem},
            {QStringLiteral("wrote"), record.wrote}};
}

std::optional<RunRecord> run_record_from(const QJsonObject& object) {
    RunRecord record;
    record.command.title = object[QStringLiteral("title")].toString();
    for (const QJsonValue& argument : object[QStringLiteral("arguments")].toArray())
        record.command.arguments << argument.toString();
    record.command.store = object[QStringLiteral("store")].toString();
    record.command.trace = object[QStringLiteral("trace")].toString();
    record.seconds = object[QStringLiteral("seconds")].toDouble();
    record.log = object[QStringLiteral("log")].toString();
    record.problem = object[QStringLiteral("problem")].toString();
    record.wrote = object[QStringLiteral("wrote")].toBool(true);
    const QString name = object[QStringLiteral("state")].toString();
    for (const auto& [state, text] : ended_states) {
        record.state = state;
        if (name == QLatin1String(text) && !record.command.title.isEmpty()) return record;
    }
    return std::nullopt;
}

} // namespace fracbit::gui
