// One block's cycles, layer by layer.
#pragma once

#include "gui/whatif/layer_table.hpp"

#include <QAbstractTableModel>

#include <vector>

namespace fracbit::gui {

class BlockTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { name, cycles, busy, stall_in, stall_out, idle, busy_share, column_count };
    explicit BlockTableModel(QObject* parent = nullptr);
    void show(Figures figures, models::BlockId block);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    /// Qt::UserRole: the number itself, to sort and to export.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    Figures figures_;
    models::BlockId block_ = models::BlockId::array;
    std::vector<FigureScope> rows_;
};

} // namespace fracbit::gui
