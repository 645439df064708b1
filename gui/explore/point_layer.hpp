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

    /// Works out what all points look like, hidden ones too; then `show`.
    void set_columns(const PointSet& points, const PlotColumns& columns, const PlotColors& colors);
    /// The visible ones, those that are selected or on the front above the others.
    void show(const PointView& view);

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
    struct Look {    ///< of a point
        double x, y; ///< scaled
        QRgb color;
        float radius;
        MarkShape shape;
        bool ring;
    };
    struct Entry {
        Look look;
        int row;
        bool selected;
    };
    std::vector<Look> looks_;    // by row
    std::vector<Entry> entries_; // as they are painted
    bool log_x_ = false, log_y_ = false, any_selected_ = false;
    QRgb ring_ = 0, background_ = 0;
    std::vector<Mark> marks_; // kept for its memory
};

} // namespace fracbit::gui
