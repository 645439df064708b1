// Layers of a design: what each took, and where it went.
#pragma once

#include "gui/whatif/scope_table.hpp"

namespace fracbit::gui {

/// The block that was busy longest.
models::BlockId busiest_block(const models::LayerResult& counts);

class LayerTableModel : public ScopeTableModel {
    Q_OBJECT

public:
    enum Column {
        name,
        kind,
        cycles,
        share,
        utilization,
        busiest,
        memory_busy,
        decoder_busy,
        array_busy,
        weight_kib,
        bus_kib,
        macs,
        energy_nj,
        column_count
    };
    using ScopeTableModel::ScopeTableModel;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    /// Qt::UserRole: the number itself, to sort and to export.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QVariant number(FigureScope scope, int column) const;
};

} // namespace fracbit::gui
