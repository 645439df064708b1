// The visible points as a table: sorted by any column, selected ones marked.
#pragma once

#include "gui/points/point_view.hpp"

#include <QAbstractTableModel>

namespace fracbit::gui {

class PointTable : public QAbstractTableModel {
    Q_OBJECT

public:
    /// `view` must outlive the model.
    explicit PointTable(PointView& view, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    /// DisplayRole as `fracbit report` writes it, UserRole with all digits.
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;
    /// Stable; points without a value come last either way. Rows keep the order of their ids otherwise.
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    /// Whether only selected points are rows.
    void show_selected_only(bool on);
    [[nodiscard]] bool selected_only() const { return selected_only_; }
    [[nodiscard]] int point_row(int table_row) const { return rows_[static_cast<std::size_t>(table_row)]; }

private:
    void choose_columns();
    void choose_rows();
    void rebuild();

    PointView& view_;
    std::vector<int> columns_; ///< of the point set; behind "point" and "front"
    std::vector<int> rows_;
    int sorted_by_ = 0;
    Qt::SortOrder order_ = Qt::AscendingOrder;
    bool selected_only_ = false;
};

} // namespace fracbit::gui
