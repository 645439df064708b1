// Says which colour of the lanes is what.
#pragma once

#include "gui/support/theme.hpp"
#include "traces/event_index.hpp"

#include <QRectF>

class QFontMetricsF;
class QPainter;

namespace fracbit::gui {

/// One line of entries within `box`, as many as fit; `metrics`: of the painter's font.
void paint_lane_legend(QPainter& painter, const QFontMetricsF& metrics, const PlotColors& colors, const QRectF& box,
                       const traces::EventIndex& index);

} // namespace fracbit::gui
