// What the legend of the scatter plot says, and where it is least in the way.
#pragma once

#include "gui/explore/mark_style.hpp"
#include "gui/points/point_view.hpp"
#include "gui/support/qcustomplot.hpp"
#include "gui/support/theme.hpp"

#include <functional>
#include <vector>

namespace fracbit::gui {

struct LegendEntry {
    QString text;
    QCPScatterStyle mark;
};
/// Of marks: rings, shapes that are visible, named colours, sizes.
[[nodiscard]] std::vector<LegendEntry> legend_entries(const PointView& view, const PlotColumns& columns,
                                                      const PlotColors& colors);

/// The corner of `inside` (pixels) with the fewest points behind it.
[[nodiscard]] Qt::Alignment emptiest_corner(const QRectF& inside,
                                            const std::function<std::size_t(const QRectF&)>& points_in);

} // namespace fracbit::gui
