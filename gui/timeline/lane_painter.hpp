// Paints the lanes of a trace: names, states as shares of each column, layers above, axis and legend below.
#pragma once

#include "gui/support/theme.hpp"
#include "gui/timeline/cycle_axis.hpp"
#include "gui/timeline/lane_columns.hpp"
#include "gui/timeline/view_range.hpp"

#include <QFontMetricsF>
#include <QImage>
#include <QPalette>
#include <QRectF>

#include <optional>

class QPainter;

namespace fracbit::gui {

/// Where things are, in pixels of the widget.
struct LaneLayout {
    LaneLayout(QSizeF size, const QFont& font, const traces::EventIndex& index);
    QRectF caption, layers, axis, legend;
    double left = 0, width = 0; ///< of the cycles
    double top = 0, lane_height = 0, gap = 0;
    std::vector<traces::LaneId> lanes;
    [[nodiscard]] QRectF lane(std::size_t i) const {
        return {left, top + static_cast<double>(i) * (lane_height + gap), width, lane_height};
    }
    [[nodiscard]] double bottom() const { return top + static_cast<double>(lanes.size()) * (lane_height + gap); }
    /// Nothing above and below the lanes.
    [[nodiscard]] std::optional<traces::LaneId> lane_at(double y) const;
    [[nodiscard]] double cycle_at(double x, const ViewRange& range) const;
    [[nodiscard]] double x_of(double cycle, const ViewRange& range) const;
    /// What the lanes need at least.
    static QSize least_size(const QFont& font, const traces::EventIndex* index);
};

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

    static QColor state_color(const PlotColors& colors, traces::BlockState state);
    static QColor stream_color(const PlotColors& colors, const traces::EventIndex& index, models::StreamId stream);

private:
    void paint_caption();
    void paint_layers();
    void paint_lane(std::size_t lane);
    void paint_columns(const QRectF& lane, const std::vector<LaneColumn>& columns, const std::vector<QColor>& colors,
                       const QColor& rest);
    void paint_burst_edges(const QRectF& lane);
    [[nodiscard]] std::vector<std::int64_t> axis_ticks(TimeUnit unit) const;
    void paint_axis();
    void paint_cursor();
    void paint_legend();

    QPainter& painter_;
    QPalette palette_;
    PlotColors colors_;
    QFont font_;
    QFontMetricsF metrics_;
    LaneLayout layout_;
    const LanePicture& picture_;
    QImage image_; ///< of a lane
};

} // namespace fracbit::gui
