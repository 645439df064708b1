// Rows for each layer of each network of a design, a row of sums above each network's: what tables of them share.
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

class ScopeTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;
    /// Selection and sorting stay where the rows do.
    void show(Figures figures);
    [[nodiscard]] FigureScope scope(int row) const { return rows_[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;

protected:
    [[nodiscard]] const Figures& figures() const { return figures_; }

private:
    Figures figures_;
    std::vector<FigureScope> rows_;
};

} // namespace fracbit::gui
