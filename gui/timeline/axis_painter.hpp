// Paints the axis of cycles below the lanes, and of time where the clock is known.
#pragma once

#include "gui/support/theme.hpp"
#include "gui/timeline/lane_layout.hpp"
#include "gui/timeline/view_range.hpp"

class QFontMetricsF;
class QPainter;

namespace fracbit::gui {

/// Ticks, grid and names; `metrics`: of the painter's font. No time with a clock of 0 MHz.
void paint_cycle_axis(QPainter& painter, const QFontMetricsF& metrics, const PlotColors& colors,
                      const LaneLayout& layout, const ViewRange& range, double clock_mhz);

} // namespace fracbit::gui
