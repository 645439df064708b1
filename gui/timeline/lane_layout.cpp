#include "gui/timeline/lane_layout.hpp"

#include "gui/timeline/lane_columns.hpp"
#include "gui/timeline/lane_legend.hpp"

#include <QFontMetricsF>
#include <QObject>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

using traces::LaneId;

constexpr double tallest_lane_in_text_heights = 12;
constexpr double least_lane_in_text_heights = 1.15;

double widest_name(const QFontMetricsF& metrics, const std::vector<LaneId>& lanes) {
    double widest = metrics.horizontalAdvance(QObject::tr("layers"));
    for (const LaneId lane : lanes)
        widest = std::max(widest, metrics.horizontalAdvance(QString::fromUtf8(to_string(lane))));
    return widest;
}

} // namespace

LaneLayout::LaneLayout(QSizeF size, const QFont& font, const traces::EventIndex& index) {
    const QFontMetricsF metrics(font);
    const double text = metrics.height();
    const double margin = text * 0.4;
    lanes = shown_lanes(index);
    left = std::ceil(margin * 2 + widest_name(metrics, lanes)); // whole pixels: lanes are images
    width = std::max(1.0, std::floor(size.width() - left - margin));
    caption = {margin, 0, size.width() - 2 * margin, text * 1.4};
    layers = {left, caption.bottom(), width, text * 1.2};
    const double legend_width = size.width() - 2 * margin,
                 legend_height = text * 1.5 * lane_legend_lines(metrics, legend_width, index);
    legend = {margin, size.height() - legend_height - text * 0.1, legend_width, legend_height};
    const double axis_height = text * (index.clock_mhz() > 0 ? 2.9 : 1.9);
    gap = std::ceil(std::max(2.0, text * 0.15));
    top = std::ceil(layers.bottom() + gap * 2);
    const double room = legend.top() - axis_height - top;
    lane_height = std::clamp(room / static_cast<double>(std::max<std::size_t>(1, lanes.size())) - gap,
                             text * least_lane_in_text_heights, text * tallest_lane_in_text_heights);
    lane_height = std::floor(lane_height);
    axis = {left, bottom(), width, axis_height};
}

std::optional<LaneId> LaneLayout::lane_at(double y) const {
    if (y < top || y >= bottom()) return std::nullopt;
    return lanes[std::min(lanes.size() - 1, static_cast<std::size_t>((y - top) / (lane_height + gap)))];
}

double LaneLayout::cycle_at(double x, const ViewRange& range) const {
    return range.begin() + (x - left) / width * range.span();
}

double LaneLayout::x_of(double cycle, const ViewRange& range) const {
    return range.span() > 0 ? left + (cycle - range.begin()) / range.span() * width : left;
}

QSize LaneLayout::least_size(const QFont& font, const traces::EventIndex* index) {
    const QFontMetricsF metrics(font);
    const double text = metrics.height();
    const double lanes = index == nullptr ? 4 : static_cast<double>(shown_lanes(*index).size());
    const double width = metrics.averageCharWidth() * 60;
    const int legend_lines = index == nullptr ? 1 : lane_legend_lines(metrics, width - text * 0.8, *index);
    const double height = text * (1.4 + 1.2 + 0.1 + 1.5 * legend_lines + 2.9) +
                          (text * least_lane_in_text_heights + text * 0.15 + 2) * lanes + 4;
    return {static_cast<int>(width), static_cast<int>(height)};
}

} // namespace fracbit::gui
