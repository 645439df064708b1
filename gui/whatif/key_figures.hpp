// The figures that sum a design up, beside those of the design that it is held against.
#pragma once

#include "gui/designs/design_figures.hpp"

#include <QAbstractTableModel>

#include <memory>
#include <vector>

namespace fracbit::gui {

using Figures = std::shared_ptr<const DesignFigures>;

/// The metrics that are shown, in order: all but those of accuracy.
const std::vector<explorer::MetricId>& key_metrics();
/// In the metric's own unit, digits grouped; "yes" and "no" where it is one of these; "-" where it is not known.
QString metric_text(explorer::MetricId metric, double value);
/// "+3.1 %" of `value` against `base`; empty where there is nothing to compare.
QString difference_text(double value, double base);

class KeyFiguresModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { figure, value, unit, difference, column_count };
    explicit KeyFiguresModel(QObject* parent = nullptr);
    /// `before`: whose numbers stand in, greyed, for those that `figures` does not have yet; may be null, as `base`.
    void show(Figures figures, Figures before, Figures base, const QString& base_name);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role = Qt::DisplayRole) const override;

private:
    Figures figures_, before_, base_;
    QString base_name_;
};

} // namespace fracbit::gui
