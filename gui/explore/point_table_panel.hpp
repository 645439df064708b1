// The visible points as a table, with what can be done to it.
#pragma once

#include "gui/points/point_table.hpp"

#include <QJsonObject>
#include <QWidget>

class QCheckBox;
class QTableView;

namespace fracbit::gui {

class PointTablePanel : public QWidget {
    Q_OBJECT

public:
    /// `view` must outlive the panel.
    explicit PointTablePanel(PointView& view, QWidget* parent = nullptr);

    [[nodiscard]] const PointTable& model() const { return model_; }
    void fit_columns();
    /// Order, and whether only selected points are shown.
    [[nodiscard]] QJsonObject state() const;
    void restore(const QJsonObject& state);

Q_SIGNALS:
    void row_activated(int row); ///< of the points
    void export_clicked();

private:
    void connect_selection();
    PointView& view_;
    PointTable model_;
    QTableView* table_;
    QCheckBox* selected_only_;
    bool choosing_rows_ = false; ///< a selection comes from the table
};

} // namespace fracbit::gui
