// One row for each layer of each network of a design, a row of sums above each network's.
#pragma once

#include "gui/whatif/key_figures.hpp"

#include <QAbstractTableModel>

#include <vector>

namespace fracbit::gui {

/// Some layer of a network, or all of them.
struct FigureScope {
    int network = 0;
    int layer = -1; ///< -1: their sum
    friend bool operator==(const FigureScope&, const FigureScope&) = default;
};
/// The sums of the first network if there is no such layer.
const models::LayerResult& counts_of(const DesignFigures& figures, FigureScope scope);
/// "resnet18", "resnet18: conv1"
QString scope_name(const DesignFigures& figures, FigureScope scope);
/// All that there are: each network, then its layers.
std::vector<FigureScope> all_scopes(const Figures& figures);
/// The block that was busy longest.
models::BlockId busiest_block(const models::LayerResult& counts);

class LayerTableModel : public QAbstractTableModel {
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
    explicit LayerTableModel(QObject* parent = nullptr);
    void show(Figures figures);
    [[nodiscard]] FigureScope scope(int row) const { return rows_[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    /// Qt::UserRole: the number itself, to sort and to export.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    [[nodiscard]] QVariant number(FigureScope scope, int column) const;
    Figures figures_;
    std::vector<FigureScope> rows_;
};

} // namespace fracbit::gui
