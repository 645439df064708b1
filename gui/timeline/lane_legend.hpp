// Says which colour of the lanes is what.
#pragma once

#include "gui/support/theme.hpp"
#include "traces/event_index.hpp"

#include <QRectF>

class QFontMetricsF;
class QPainter;

namespace fracbit::gui {

/// Lines of entries that `width` pixels need; those of bursts begin a line of their own where not all fit in one.
int lane_legend_lines(const QFontMetricsF& metrics, double width, const traces::EventIndex& index);
/// That many lines within `box`; `metrics`: of the painter's font.
void paint_lane_legend(QPainter& painter, const QFontMetricsF& metrics, const PlotColors& colors, const QRectF& box,
                       const traces::EventIndex& index);

} // namespace fracbit::gui
