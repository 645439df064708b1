// Two columns against each other, colour, size and shape by others, the front of the two as a line.
#pragma once

#include "gui/explore/axis_titles.hpp"
#include "gui/explore/mark_style.hpp"
#include "gui/points/point_view.hpp"
#include "gui/support/qcustomplot.hpp"

#include <memory>

namespace fracbit::gui {

class PinLabels;
class PointLayer;

class ScatterPlot : public QCustomPlot {
    Q_OBJECT

public:
    /// `view` must outlive the plot.
    explicit ScatterPlot(PointView& view, QWidget* parent = nullptr);
    ~ScatterPlot() override;

    void set_columns(const PlotColumns& columns);
    [[nodiscard]] const PlotColumns& columns() const { return columns_; }
    /// Points that carry a number, 1, 2, ...: rows.
    void set_pins(const std::vector<int>& rows);
    /// Axes as wide as the visible points.
    void fit();
    /// Whether a drag moves the axes; else it selects.
    void set_panning(bool on);
    [[nodiscard]] bool panning() const { return panning_; }
    [[nodiscard]] QPointF pixel_of(int row) const;
    /// Where the first visible points of the front are, "front 0" and so on; for scripts.
    Q_INVOKABLE [[nodiscard]] QVariantMap script_places() const;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void hovered(int row, QPoint where); ///< -1: nothing; `where` on the screen
    void clicked(int row);
    void rubber_banded(const std::vector<int>& rows, bool add);

protected:
    void updateLayout() override;
    bool event(QEvent* event) override;
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void restyle();
    void take_points();
    void show_visible();
    void label_axes();
    void draw_front();
    void fill_legend();
    void arrange_legend();
    void show_color_scale();
    void zoom_by(double factor);
    void on_rubber_band(const QRect& rect, QMouseEvent* event);

    PointView& view_;
    PlotColumns columns_, before_; ///< shown; those of the points before
    PointLayer* layer_;
    QCPGraph* front_;
    QCPColorScale* scale_;
    std::unique_ptr<PinLabels> pins_;
    AxisTitles titles_;
    QPointF pressed_;
    bool panning_ = false;
    int hovered_ = -1;
};

} // namespace fracbit::gui
