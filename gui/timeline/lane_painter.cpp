#include "gui/timeline/lane_painter.hpp"

#include "gui/support/text.hpp"
#include "gui/timeline/axis_painter.hpp"
#include "gui/timeline/lane_colors.hpp"
#include "gui/timeline/lane_legend.hpp"

#include <QObject>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {

LanePainter::LanePainter(QPainter& painter, const QPalette& palette, const QFont& font, const LaneLayout& layout,
                         const LanePicture& picture)
    : painter_(painter), palette_(palette), colors_(plot_colors(palette)), font_(font), metrics_(font), layout_(layout),
      picture_(picture) {}

void LanePainter::paint() {
    painter_.setFont(font_);
    painter_.setRenderHint(QPainter::Antialiasing, false);
    paint_caption();
    paint_layers();
    for (std::size_t lane = 0; lane < layout_.lanes.size(); ++lane) paint_lane(lane);
    paint_cycle_axis(painter_, metrics_, colors_, layout_, picture_.range, picture_.index.clock_mhz());
    paint_cursor();
    paint_lane_legend(painter_, metrics_, colors_, layout_.legend, picture_.index);
}

void LanePainter::paint_caption() {
    const traces::EventIndex& index = picture_.index;
    QString text = QObject::tr("%1 on %2").arg(to_qt(index.network()), to_qt(index.architecture()));
    if (index.clock_mhz() > 0) text += QObject::tr(", %1 MHz").arg(short_number(index.clock_mhz()));
    text +=
        QObject::tr("; cycles %1 to %2 of %3")
            .arg(grouped_text(static_cast<std::int64_t>(picture_.range.begin())),
                 grouped_text(static_cast<std::int64_t>(std::ceil(picture_.range.end()))), grouped_text(index.end()));
    painter_.setPen(colors_.text);
    painter_.drawText(layout_.caption, Qt::AlignLeft | Qt::AlignVCenter,
                      metrics_.elidedText(text, Qt::ElideRight, layout_.caption.width()));
}

void LanePainter::paint_layers() {
    const auto& spans = picture_.index.layer_spans();
    const ViewRange& range = picture_.range;
    painter_.setPen(colors_.text);
    painter_.drawText(
        QRectF(0, layout_.layers.top(), layout_.left - metrics_.averageCharWidth(), layout_.layers.height()),
        Qt::AlignRight | Qt::AlignVCenter, QObject::tr("layers"));
    auto span = std::partition_point(spans.begin(), spans.end(), [&](const traces::LayerSpan& s) {
        return static_cast<double>(s.end) <= range.begin();
    });
    double painted = layout_.left;
    for (; span != spans.end() && static_cast<double>(span->begin) < range.end(); ++span) {
        const double from = std::max(layout_.left, layout_.x_of(static_cast<double>(span->begin), range));
        const double to = std::min(layout_.left + layout_.width, layout_.x_of(static_cast<double>(span->end), range));
        if (to < painted + 0.5) continue; // narrower than can be seen, after another
        painted = to;
        const QRectF box(from, layout_.layers.top(), to - from, layout_.layers.height());
        painter_.fillRect(box, palette_.color(QPalette::Button));
        painter_.setPen(colors_.faint);
        painter_.drawLine(box.topLeft(), box.bottomLeft());
        painter_.drawLine(box.topRight(), box.bottomRight());
        const QString& name = to_qt(picture_.index.layers()[static_cast<std::size_t>(span->layer)]);
        const double pad = metrics_.averageCharWidth() / 2;
        const QString text = metrics_.elidedText(name, Qt::ElideMiddle, box.width() - 2 * pad);
        if (text.size() < std::min<qsizetype>(name.size(), 3)) continue;
        painter_.setPen(colors_.text);
        painter_.drawText(box, Qt::AlignCenter, text);
    }
}

void LanePainter::paint_lane(std::size_t lane) {
    const traces::LaneId id = layout_.lanes[lane];
    const QRectF box = layout_.lane(lane);
    const QRectF name(0, box.top(), layout_.left - metrics_.averageCharWidth() / 2, box.height());
    const bool selected = picture_.selected == id;
    if (selected) painter_.fillRect(name, palette_.color(QPalette::Highlight));
    painter_.setPen(selected ? palette_.color(QPalette::HighlightedText) : colors_.text);
    painter_.drawText(name.adjusted(0, 0, -metrics_.averageCharWidth() / 2, 0), Qt::AlignRight | Qt::AlignVCenter,
                      QString::fromUtf8(to_string(id)));
    const double scale = painter_.device()->devicePixelRatioF();
    ColumnGrid grid;
    grid.columns = std::max(1, static_cast<int>(std::lround(box.width() * scale)));
    grid.begin = picture_.range.begin();
    grid.cycles_per_column = picture_.range.span() / grid.columns;
    if (!(grid.cycles_per_column > 0)) return;
    std::vector<QColor> colors;
    QColor rest = colors_.idle;
    if (id == traces::LaneId::bursts) {
        rest = palette_.color(QPalette::AlternateBase);
        for (int i = 0; i < models::stream_count; ++i)
            colors.push_back(stream_color(colors_, picture_.index, static_cast<models::StreamId>(i)));
    } else {
        for (int i = 0; i < 3; ++i) colors.push_back(state_color(colors_, static_cast<traces::BlockState>(i)));
    }
    columns_.paint(painter_, box, lane_columns(picture_.index, picture_.window, id, grid), colors, rest);
    if (id == traces::LaneId::bursts) paint_burst_edges(box);
}

/// Bursts of one stream follow each other without a gap: a line tells them apart where there is room.
void LanePainter::paint_burst_edges(const QRectF& lane) {
    const ViewRange& range = picture_.range;
    if (picture_.window == nullptr || !covers(*picture_.window, range.begin(), range.end(), range.total())) return;
    constexpr double least_width = 5;
    painter_.setPen(colors_.background);
    for (const traces::EventRow& row : picture_.window->of(traces::LaneId::bursts)) {
        const double from = layout_.x_of(static_cast<double>(row.begin), range);
        const double to = layout_.x_of(static_cast<double>(row.end), range);
        if (to - from < least_width || to < lane.left() || from > lane.right()) continue;
        if (from >= lane.left()) painter_.drawLine(QPointF(from, lane.top()), QPointF(from, lane.bottom()));
        const QRectF visible = lane.intersected(QRectF(from, lane.top(), to - from, lane.height()));
        const QString address = QStringLiteral("0x%1").arg(row.address, 0, 16);
        if (metrics_.horizontalAdvance(address) + metrics_.averageCharWidth() <= visible.width())
            painter_.drawText(visible, Qt::AlignCenter, address);
    }
}

void LanePainter::paint_cursor() {
    if (!picture_.cursor) return;
    const ViewRange& range = picture_.range;
    const auto cycle = static_cast<double>(*picture_.cursor);
    const double right = layout_.left + layout_.width;
    const double from = layout_.x_of(cycle, range);
    const double to = layout_.x_of(cycle + 1, range);
    if (to < layout_.left || from > right) return;
    const double top = layout_.layers.top();
    const double bottom = layout_.axis.top();
    constexpr double wide_cycle = 3;
    if (to - from > wide_cycle) {
        QColor veil = colors_.accent;
        constexpr int faint = 50;
        veil.setAlpha(faint);
        painter_.fillRect(QRectF(QPointF(std::max(from, layout_.left), top), QPointF(std::min(to, right), bottom)),
                          veil);
    }
    if (from < layout_.left) return;
    painter_.setPen(QPen(colors_.accent, 2));
    painter_.drawLine(QPointF(from, top), QPointF(from, bottom));
}

} // namespace fracbit::gui
