// Where the lanes of a trace, their names, axis and legend are.
#pragma once

#include "gui/timeline/view_range.hpp"
#include "traces/event_index.hpp"

#include <QRectF>

#include <optional>
#include <vector>

class QFont;

namespace fracbit::gui {

/// In pixels of the widget.
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

} // namespace fracbit::gui
