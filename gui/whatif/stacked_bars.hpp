// Horizontal stacked bars with names, sums and a legend, painted.
#pragma once

#include "gui/whatif/bar_rows.hpp"

#include <QColor>
#include <QWidget>

namespace fracbit::gui {

class StackedBars : public QWidget {
    Q_OBJECT

public:
    enum class Colors { cycles, series }; ///< busy, waiting, idle; or just different ones
    StackedBars(Colors colors, QWidget* parent = nullptr);
    void show_table(const BarTable& table);
    void set_stale(bool stale); ///< greyed: the numbers belong to what was before
    [[nodiscard]] bool is_stale() const { return stale_; }
    [[nodiscard]] const BarTable& table() const { return table_; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override; ///< tooltips with the numbers
    void resizeEvent(QResizeEvent* event) override;

private:
    [[nodiscard]] std::vector<QColor> part_colors() const;
    [[nodiscard]] int row_height() const;
    [[nodiscard]] int header_height() const;
    [[nodiscard]] int names_width() const;
    [[nodiscard]] QString headline() const;
    /// Of each entry of the legend: behind the headline, or where that has no room, on lines of their own.
    [[nodiscard]] std::vector<QPoint> legend_places() const;
    void paint_legend(QPainter& painter) const;
    void paint_row(QPainter& painter, const BarRow& row, int top) const;
    [[nodiscard]] QString row_text(const BarRow& row) const;

    Colors colors_;
    BarTable table_;
    bool stale_ = false;
};

} // namespace fracbit::gui
