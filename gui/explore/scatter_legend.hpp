// What the legend of the scatter plot says. It stands below the plot, where no point can be behind it.
#pragma once

#include "gui/explore/mark_style.hpp"
#include "gui/points/point_view.hpp"
#include "gui/support/qcustomplot.hpp"
#include "gui/support/theme.hpp"

#include <vector>

namespace fracbit::gui {

struct LegendEntry {
    QString text;
    QCPScatterStyle mark;
};
/// Of marks: rings, shapes that are visible, named colours, sizes.
[[nodiscard]] std::vector<LegendEntry> legend_entries(const PointView& view, const PlotColumns& columns,
                                                      const PlotColors& colors);

/// As many entries beside each other as fit into `width` pixels.
void arrange(QCPLegend& legend, int width);

} // namespace fracbit::gui
