// The button whose menu says which columns are axes of the parallel coordinates.
#pragma once

#include "gui/points/point_view.hpp"

#include <QJsonArray>
#include <QToolButton>

namespace fracbit::gui {

class ParallelPlot;
class TickMenu;

class ParallelAxesButton : public QToolButton {
    Q_OBJECT

public:
    /// Both must outlive the button.
    ParallelAxesButton(PointView& view, ParallelPlot& plot, QWidget* parent = nullptr);

    /// Kinds and names of the columns, in order.
    [[nodiscard]] QJsonArray state() const;
    /// Those that there are; nothing changes if there is none of them.
    void restore(const QJsonArray& keys);

private:
    void fill_menu();
    void show_axis(const QString& key, bool on);
    PointView& view_;
    ParallelPlot& plot_;
    TickMenu* menu_;
};

} // namespace fracbit::gui
