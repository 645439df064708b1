// The points of a scatter plot as one plottable: painted into an image of the axis rectangle.
#pragma once

#include "gui/explore/mark_style.hpp"
#include "gui/points/point_view.hpp"
#include "gui/support/qcustomplot.hpp"

namespace fracbit::gui {

class PointLayer : public QCPAbstractPlottable {
    Q_OBJECT

public:
    PointLayer(QCPAxis* x, QCPAxis* y);

    /// Works out everything that does not depend on the visible range.
    void set_points(const PointView& view, const PlotColumns& columns, const PlotColors& colors);
    /// Only what a selection changes.
    void set_selection(const PointView& view);

    /// Row of the point whose mark is nearest, of those within `reach` pixels; -1: none.
    [[nodiscard]] int row_at(QPointF position, double reach) const;
    [[nodiscard]] std::vector<int> rows_in(const QRectF& pixels) const;
    [[nodiscard]] QPointF pixel_of(int row) const; ///< not a number where it is not shown

    double selectTest(const QPointF& pos, bool only_selectable, QVariant* details) const override;
    QCPRange getKeyRange(bool& found, QCP::SignDomain domain) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain domain, const QCPRange& keys) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

private:
    struct Projection { ///< scaled values to pixels
        double x0, x_step, y0, y_step;
    };
    [[nodiscard]] Projection projection() const;
    void order_marks(const PointView& view);

    struct Entry {
        double x, y; ///< scaled
        QRgb color;
        float radius;
        int row;
        MarkShape shape;
        bool ring, selected;
    };
    std::vector<Entry> entries_; // as they are painted
    bool log_x_ = false, log_y_ = false, any_selected_ = false;
    QRgb ring_ = 0, background_ = 0;
    std::vector<Mark> marks_; // kept for its memory
};

} // namespace fracbit::gui
