#include "gui/decoder/decoder_table.hpp"

#include <utility>

namespace fracbit::gui {

DecoderTableModel::DecoderTableModel(QObject* parent) : QAbstractTableModel(parent) {}

void DecoderTableModel::show(std::vector<DecoderFigure> figures) {
    beginResetModel();
    figures_ = std::move(figures);
    endResetModel();
}

int DecoderTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(figures_.size());
}

int DecoderTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : column_count; }

QVariant DecoderTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const DecoderFigure& figure = figures_[static_cast<std::size_t>(index.row())];
    if (role == Qt::ToolTipRole) return figure.meaning;
    if (role == Qt::UserRole && index.column() == value) return figure.number;
    if (role == Qt::TextAlignmentRole && index.column() == value)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    return index.column() == name ? figure.name : index.column() == value ? figure.value : figure.unit;
}

QVariant DecoderTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == name ? tr("Figure") : section == value ? tr("Value") : tr("Unit");
}

} // namespace fracbit::gui
