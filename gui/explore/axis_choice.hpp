// A column to choose, and whether its scale is logarithmic.
#pragma once

#include "gui/points/point_set.hpp"

#include <QWidget>

class QCheckBox;
class QComboBox;

namespace fracbit::gui {

class AxisChoice : public QWidget {
    Q_OBJECT

public:
    enum class What {
        axis,  ///< any column, linear or logarithmic
        color, ///< or none
        size,  ///< a column of numbers or none, linear
        shape  ///< a note or none
    };
    /// `name`: of the widgets, for scripts.
    AxisChoice(What what, const QString& name, QWidget* parent = nullptr);

    /// Objectives first, then metrics, parameters, notes. Keeps the choice if the column is still there.
    void set_points(const PointSet& points);
    /// By PointSet::key or name; nothing happens if there is no such column. Logarithmic as suits it.
    void choose(const QString& column);
    void choose_none(); ///< nothing happens if it is an axis, which has a column
    void set_logarithmic(bool on);
    [[nodiscard]] int column() const; ///< -1: none
    [[nodiscard]] QString column_key() const;
    [[nodiscard]] bool logarithmic() const;
    [[nodiscard]] QWidget* focus_widget() const;
    void set_accessible_label(const QString& label);

Q_SIGNALS:
    void changed();

private:
    void fill(const PointSet& points, const std::vector<int>& listed);
    void describe(int index, const PointSet& points, int column);
    void suggest_scale();
    What what_;
    QComboBox* columns_;
    QCheckBox* logarithmic_;
};

} // namespace fracbit::gui
