// The points that a result store keeps, front and sample together, as rows and columns of numbers. Immutable: pages and
// threads share it.
#pragma once

#include "explorer/store/result_store.hpp"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::gui {

class PointSet {
public:
    PointSet() = default;
    PointSet(explorer::StoreContents contents, QString path);
    PointSet(const PointSet&) = delete;
    PointSet& operator=(const PointSet&) = delete;

    [[nodiscard]] int rows() const { return static_cast<int>(rows_.size()); }
    [[nodiscard]] int columns() const { return static_cast<int>(contents_.header.columns.size()); }
    [[nodiscard]] const explorer::StoredColumn& column(int index) const {
        return contents_.header.columns[static_cast<std::size_t>(index)];
    }
    [[nodiscard]] double value(int row, int column) const {
        return rows_[static_cast<std::size_t>(row)].values[static_cast<std::size_t>(column)];
    }
    [[nodiscard]] std::int64_t id(int row) const { return rows_[static_cast<std::size_t>(row)].id; }
    [[nodiscard]] bool on_front(int row) const { return rows_[static_cast<std::size_t>(row)].on_front; }
    [[nodiscard]] std::optional<int> row_of(std::int64_t id) const;

    /// As `fracbit report` shows it (a dash for no value), and with all digits as it writes to CSV.
    [[nodiscard]] QString text(int row, int column) const;
    [[nodiscard]] QString exact_text(int row, int column) const;
    /// Of an objective that is a product or quotient of metrics: of theirs, "1/s / mm2".
    [[nodiscard]] std::string unit(int column) const;
    /// "area_mm2 (mm²)"
    [[nodiscard]] QString title(int column) const;
    /// Where columns are listed: with its kind if another one has the same name.
    [[nodiscard]] QString list_title(int column) const;
    [[nodiscard]] std::optional<int> find_column(const std::string& name) const;
    /// Kind and name, "objective energy_uj": an objective and a metric may have one name.
    [[nodiscard]] QString key(int column) const;
    [[nodiscard]] std::optional<int> find_key(const QString& key) const;
    [[nodiscard]] std::vector<int> columns_of(const std::string& kind) const;
    /// Of them those that are not the same in all rows.
    [[nodiscard]] std::vector<int> varied_columns_of(const std::string& kind) const;
    /// Smallest and largest finite value; 0 and 0 where there is none.
    [[nodiscard]] std::pair<double, double> range(int column) const {
        const Spread& spread = spreads_[static_cast<std::size_t>(column)];
        return {spread.low, spread.high};
    }

    [[nodiscard]] const explorer::StoreContents& contents() const { return contents_; }
    [[nodiscard]] const QString& path() const { return path_; }

private:
    struct Row {
        std::int64_t id;
        const double* values;
        bool on_front;
    };
    struct Spread {
        double low = 0, high = 0; ///< of finite values
        bool varied = false;
    };
    [[nodiscard]] Spread spread_of(int column) const;
    explorer::StoreContents contents_;
    QString path_;
    std::vector<Row> rows_;       // by id
    std::vector<Spread> spreads_; // by column
};

} // namespace fracbit::gui
