// What each lane does in the cycle under the cursor, as a table.
#pragma once

#include "traces/event_index.hpp"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace fracbit::gui {

class CursorModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { lane_column, state_column, from_column, to_column, layer_column, column_count };
    using QAbstractTableModel::QAbstractTableModel;

    /// `window` has all rows of `cycle`.
    void show(const std::shared_ptr<const traces::EventIndex>& index, const traces::EventWindow& window,
              std::int64_t cycle);
    void clear();
    /// One line a burst in this cycle: stream, access, address, sizes, issue; or that there is none.
    [[nodiscard]] const QString& bursts() const { return bursts_; }
    /// The lane of a row of the table.
    [[nodiscard]] traces::LaneId lane(int row) const { return lines_[static_cast<std::size_t>(row)].lane; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    struct Line {
        traces::LaneId lane{};
        QString state, state_in_files, layer;
        std::int64_t from = -1, to = -1; ///< -1: nothing was reported
    };
    static QString burst_text(const traces::EventRow& row);
    std::vector<Line> lines_;
    QString bursts_;
};

} // namespace fracbit::gui
