// Which columns the plots show, and how a drag in the scatter plot is understood.
#pragma once

#include "gui/explore/mark_style.hpp"

#include <QGroupBox>
#include <QJsonObject>

#include <vector>

namespace fracbit::gui {

class AxisChoice;

class AxesBox : public QGroupBox {
    Q_OBJECT

public:
    explicit AxesBox(QWidget* parent = nullptr);

    /// Columns of another store, or of a newer state of the same: choices stay where their columns do. Neither this nor
    /// `choose_first` is a `changed`.
    void set_points(const PointSet& points);
    /// Objectives on the axes; then what `kept` (of `state`) says, as far as there are such columns.
    void choose_first(const PointSet& points, const QJsonObject& kept);
    [[nodiscard]] PlotColumns columns() const;
    [[nodiscard]] QJsonObject state() const;

Q_SIGNALS:
    void changed();
    void panning(bool on); ///< a drag moves the plot
    void fit_wanted();

private:
    struct Named {
        const char* key;
        AxisChoice* choice;
    };
    [[nodiscard]] std::vector<Named> choices() const;
    AxisChoice *x_, *y_, *color_, *size_, *shape_;
};

} // namespace fracbit::gui
