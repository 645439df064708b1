#include "gui/runs/run_table.hpp"

#include <QDeadlineTimer>
#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

QString progress_text(const ChildRun& run) {
    const QString share = share_text(run);
    if (!run.active()) return run.problem().isEmpty() ? share : run.problem();
    QStringList parts = run.progress().split(QStringLiteral(", "), Qt::SkipEmptyParts);
    if (!share.isEmpty()) { // which the text may hold, too
        static const QRegularExpression percent(QStringLiteral("^[0-9]+ %$"));
        parts.removeIf([](const QString& part) { return percent.match(part).hasMatch(); });
        parts.prepend(share);
    }
    return parts.join(QStringLiteral(", "));
}

} // namespace

QString share_text(const ChildRun& run) {
    constexpr double percent = 100, rounding = 1e-9;
    if (run.share() < 0) return {};
    return QStringLiteral("%1 %").arg(std::floor(percent * run.share() + rounding), 0, 'f', 0);
}

RunTable::RunTable(QObject* parent) : QAbstractTableModel(parent) {}

RunTable::~RunTable() {
    for (const auto& run : runs_) run->ask_to_stop(); // all of them, then wait: together, not one after the other
    const QDeadlineTimer deadline(ChildRun::patience_ms);
    for (const auto& run : runs_) run->wait_until_stopped(deadline);
}

ChildRun& RunTable::add(std::unique_ptr<ChildRun> run) {
    const int row = rowCount();
    beginInsertRows({}, row, row);
    ChildRun& added = *runs_.emplace_back(std::move(run));
    endInsertRows();
    connect(&added, &ChildRun::changed, this, [this, &added] { show_change(&added); });
    return added;
}

void RunTable::show_change(const ChildRun* run) {
    for (int row = 0; row < rowCount(); ++row)
        if (runs_[static_cast<std::size_t>(row)].get() == run)
            Q_EMIT dataChanged(index(row, 0), index(row, columns - 1));
}

void RunTable::remove_ended() {
    beginResetModel();
    std::erase_if(runs_, [](const auto& run) { return !run->active(); });
    endResetModel();
}

ChildRun* RunTable::run(int row) const {
    return row < 0 || row >= rowCount() ? nullptr : runs_[static_cast<std::size_t>(row)].get();
}

int RunTable::active() const {
    return static_cast<int>(std::count_if(runs_.begin(), runs_.end(), [](const auto& run) { return run->active(); }));
}

QJsonArray RunTable::records(int most) const {
    QJsonArray kept;
    for (int row = std::max(0, rowCount() - most); row < rowCount(); ++row)
        kept.append(to_json(runs_[static_cast<std::size_t>(row)]->record()));
    return kept;
}

void RunTable::restore(const QJsonArray& records) {
    for (const QJsonValue& value : records)
        if (auto record = run_record_from(value.toObject())) add(std::make_unique<ChildRun>(std::move(*record)));
}

int RunTable::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(runs_.size());
}

int RunTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : columns; }

QVariant RunTable::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const ChildRun& run = *runs_[static_cast<std::size_t>(index.row())];
    if (role == Qt::ToolTipRole) return shell_text(run.command().arguments);
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case title:
        return run.command().title;
    case state:
        return run_state_text(run.state());
    case progress:
        return progress_text(run);
    default:
        return tr("%1 s").arg(run.seconds(), 0, 'f', 1);
    }
}

QVariant RunTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case title:
        return tr("run");
    case state:
        return tr("state");
    case progress:
        return tr("progress");
    case time:
        return tr("time");
    default:
        return {};
    }
}

} // namespace fracbit::gui
