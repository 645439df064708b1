// Paints the lanes of a trace: names, states as shares of each column, layers above, cursor, axis and legend below.
#pragma once

#include "gui/support/theme.hpp"
#include "gui/timeline/column_painter.hpp"
#include "gui/timeline/lane_layout.hpp"
#include "gui/timeline/view_range.hpp"

#include <QFontMetricsF>
#include <QPalette>

#include <optional>

class QPainter;

namespace fracbit::gui {

struct LanePicture {
    const traces::EventIndex& index;
    const traces::EventWindow* window; ///< may be null
    ViewRange range;
    std::optional<std::int64_t> cursor;
    std::optional<traces::LaneId> selected;
};

class LanePainter {
public:
    LanePainter(QPainter& painter, const QPalette& palette, const QFont& font, const LaneLayout& layout,
                const LanePicture& picture);
    void paint();

private:
    void paint_caption();
    void paint_layers();
    void paint_lane(std::size_t lane);
    void paint_burst_edges(const QRectF& lane);
    void paint_cursor();

    QPainter& painter_;
    QPalette palette_;
    PlotColors colors_;
    QFont font_;
    QFontMetricsF metrics_;
    LaneLayout layout_;
    const LanePicture& picture_;
    ColumnPainter columns_;
};

} // namespace fracbit::gui
