// One block's cycles, layer by layer.
#pragma once

#include "gui/whatif/scope_table.hpp"

namespace fracbit::gui {

class BlockTableModel : public ScopeTableModel {
    Q_OBJECT

public:
    enum Column { name, cycles, busy, stall_in, stall_out, idle, busy_share, column_count };
    using ScopeTableModel::ScopeTableModel;
    void show(Figures figures, models::BlockId block);

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    /// Qt::UserRole: the number itself, to sort and to export.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    models::BlockId block_ = models::BlockId::array;
};

} // namespace fracbit::gui
