#include "gui/timeline/cursor_model.hpp"

#include "gui/support/text.hpp"
#include "gui/timeline/lane_columns.hpp"
#include "gui/timeline/state_text.hpp"

namespace fracbit::gui {
namespace {

bool holds(const traces::EventRow& row, std::int64_t cycle) { return row.begin <= cycle && row.end > cycle; }

QString layer_text(const traces::EventIndex& index, const traces::EventRow& row) {
    return row.layer < 0 ? QString() : to_qt(index.layers()[static_cast<std::size_t>(row.layer)]);
}

} // namespace

QString CursorModel::burst_text(const traces::EventRow& row) {
    return tr("%1: %2 of %3 bytes at 0x%4 (%5 asked for), issued in cycle %6")
        .arg(to_qt(models::to_string(row.stream())), row.write ? tr("write") : tr("read"), grouped_text(row.bytes),
             QString::number(row.address, 16), grouped_text(row.payload), grouped_text(row.issue));
}

void CursorModel::show(const std::shared_ptr<const traces::EventIndex>& index, const traces::EventWindow& window,
                       std::int64_t cycle) {
    beginResetModel();
    lines_.clear();
    bursts_.clear();
    for (const traces::LaneId lane : shown_lanes(*index)) {
        Line line;
        line.lane = lane;
        const bool bursts = lane == traces::LaneId::bursts;
        line.state = bursts ? tr("none") : tr("idle (not reported)");
        for (const traces::EventRow& row : window.of(lane)) {
            if (!holds(row, cycle)) continue;
            line.from = row.begin;
            line.to = row.end;
            line.layer = layer_text(*index, row);
            line.state_in_files = to_qt(bursts ? models::to_string(row.stream()) : traces::to_string(row.state()));
            line.state = bursts ? line.state_in_files : state_text(row.state());
            if (bursts) bursts_ += (bursts_.isEmpty() ? QString() : QStringLiteral("\n")) + burst_text(row);
        }
        lines_.push_back(line);
    }
    if (bursts_.isEmpty()) bursts_ = tr("No burst is on the data pins.");
    endResetModel();
}

void CursorModel::clear() {
    beginResetModel();
    lines_.clear();
    bursts_.clear();
    endResetModel();
}

int CursorModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(lines_.size());
}

int CursorModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : column_count; }

QVariant CursorModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Line& line = lines_[static_cast<std::size_t>(index.row())];
    const bool is_cycle = index.column() == from_column || index.column() == to_column;
    if (role == Qt::TextAlignmentRole && is_cycle) return static_cast<int>(Qt::AlignRight | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && index.column() == layer_column) return line.layer;
    if (role != Qt::DisplayRole && role != Qt::UserRole) return {};
    if (is_cycle) {
        const std::int64_t cycle = index.column() == from_column ? line.from : line.to;
        if (cycle < 0) return {};
        return role == Qt::UserRole ? QVariant(static_cast<qlonglong>(cycle)) : QVariant(grouped_text(cycle));
    }
    switch (index.column()) {
    case lane_column:
        return QString::fromUtf8(traces::to_string(line.lane));
    case state_column:
        return role == Qt::UserRole && !line.state_in_files.isEmpty() ? line.state_in_files : line.state;
    default:
        return line.layer;
    }
}

QVariant CursorModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::DisplayRole) {
        switch (section) {
        case lane_column:
            return tr("Block");
        case state_column:
            return tr("State");
        case from_column:
            return tr("From");
        case to_column:
            return tr("To");
        case layer_column:
            return tr("Layer");
        default:
            return {};
        }
    }
    if (role == Qt::ToolTipRole && section == from_column) return tr("First cycle of the stretch");
    if (role == Qt::ToolTipRole && section == to_column) return tr("First cycle after the stretch");
    return {};
}

} // namespace fracbit::gui
