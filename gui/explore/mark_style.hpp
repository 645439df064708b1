// What a point looks like: colour and size by a column, shape by where its accuracy comes from.
#pragma once

#include "explorer/accuracy/accuracy_table.hpp"
#include "gui/explore/point_raster.hpp"
#include "gui/points/axis_scale.hpp"
#include "gui/support/theme.hpp"

#include <optional>

namespace fracbit::gui {

/// Columns that plots show. -1: none.
struct PlotColumns {
    int x = -1, y = -1, color = -1, size = -1, shape = -1;
    bool log_x = false, log_y = false, log_color = false;
    friend bool operator==(const PlotColumns&, const PlotColumns&) = default;
};

/// Shapes of the texts of an accuracy_kind column: published disc, measured square, interpolated triangle, none cross.
[[nodiscard]] MarkShape shape_of_kind(const std::string& kind);

/// Colours of a column's values, by its range over all points, hidden ones included: colours do not jump when a filter
/// moves.
class ColumnColors {
public:
    ColumnColors(const PointSet& points, int column, bool logarithmic, const PlotColors& theme);
    [[nodiscard]] QRgb of(double value) const;
    [[nodiscard]] std::pair<double, double> range() const { return {low_, high_}; } ///< unscaled

private:
    std::vector<QRgb> colors_; ///< a scale, or one for each text
    bool texts_ = false, logarithmic_ = false;
    double low_ = 0, high_ = 0;
    QRgb plain_;
};

/// Share 0 .. 1 of each value in the column's range to a radius in pixels; the smallest where there is none.
class ColumnRadii {
public:
    ColumnRadii(const PointSet& points, int column);
    [[nodiscard]] float of(double value) const;
    static constexpr float smallest = 2.5F, largest = 8, usual = 3;

private:
    int column_;
    double low_ = 0, high_ = 0;
};

} // namespace fracbit::gui
