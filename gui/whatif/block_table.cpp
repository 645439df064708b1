#include "gui/whatif/block_table.hpp"

#include "gui/support/text.hpp"

#include <utility>

namespace fracbit::gui {

void BlockTableModel::show(Figures figures, models::BlockId block) {
    block_ = block;
    ScopeTableModel::show(std::move(figures));
}

int BlockTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : column_count; }

QVariant BlockTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || !figures()) return {};
    if (role == Qt::TextAlignmentRole && index.column() != name)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole && role != Qt::UserRole) return {};
    const FigureScope scope = this->scope(index.row());
    const models::LayerResult& counts = counts_of(*figures(), scope);
    if (index.column() == name) return scope.layer < 0 ? scope_name(*figures(), scope) : to_qt(counts.name);
    const models::BlockCycles& block = counts.block(block_);
    if (index.column() == busy_share) {
        const auto whole = static_cast<double>(block.total().count());
        const double percent = whole > 0 ? 100 * static_cast<double>(block.busy.count()) / whole : 0;
        return role == Qt::UserRole ? QVariant(percent) : QVariant(short_number(percent));
    }
    const Cycles count = index.column() == cycles      ? counts.cycles
                         : index.column() == busy      ? block.busy
                         : index.column() == stall_in  ? block.stall_in
                         : index.column() == stall_out ? block.stall_out
                                                       : block.idle;
    return role == Qt::UserRole ? QVariant(static_cast<qlonglong>(count.count()))
                                : QVariant(grouped_text(count.count()));
}

QVariant BlockTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    static constexpr const char* titles[column_count] = {"Layer",          "Cycles", "Busy",  "Waits for input",
                                                         "Waits for room", "Idle",   "Busy %"};
    return tr(titles[section]);
}

} // namespace fracbit::gui
