// Parallel coordinates: an axis for each column, a line for each point. A drag along an axis filters by it.
#pragma once

#include "gui/explore/axis_cursor.hpp"
#include "gui/explore/mark_style.hpp"
#include "gui/explore/parallel_axes.hpp"
#include "gui/explore/parallel_layout.hpp"
#include "gui/points/point_view.hpp"

#include <QWidget>

#include <optional>

namespace fracbit::gui {

class ParallelPlot : public QWidget {
    Q_OBJECT

public:
    /// `view` must outlive the plot.
    explicit ParallelPlot(PointView& view, QWidget* parent = nullptr);

    /// Column that colours lines, as in the scatter plot.
    void set_color(int column, bool logarithmic);
    void set_axes(const std::vector<int>& columns);
    [[nodiscard]] const std::vector<ParallelAxis>& axes() const { return axes_; }
    [[nodiscard]] std::vector<int> columns() const; ///< of the axes
    /// Pixels of the widget; for tests and scripts.
    [[nodiscard]] QPoint position(int axis, double share) const { return axes_layout().position(axis, share); }

    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;

private:
    void take_points();
    void take_colors();
    void redraw();
    void paint_lines(double scale);
    void paint_axis(QPainter& painter, int axis);
    void paint_labels(QPainter& painter, int axis);
    void paint_cursor(QPainter& painter);
    [[nodiscard]] ValueRange range(int axis) const;
    [[nodiscard]] ValueRange brushed(int axis, double from, double to) const; ///< between two places of the axis
    void set_range(int axis, const std::optional<ValueRange>& range, bool goes_on);
    [[nodiscard]] QRect plot_rect() const;
    [[nodiscard]] ParallelLayout axes_layout() const;

    PointView& view_;
    std::vector<ParallelAxis> axes_;
    int color_ = -1;
    bool log_color_ = false;
    std::vector<std::vector<std::uint8_t>> heights_; // by axis, by row
    std::vector<QRgb> colors_;                       // by row
    QImage lines_;
    bool stale_ = true;
    AxisCursor cursor_; ///< of the keyboard
    QString cursor_on_; ///< the store and the column in which a key moved it last
    int dragged_ = -1;
    QPoint drag_start_;
    double drag_from_ = 0;
    bool drag_moved_ = false;
};

} // namespace fracbit::gui
