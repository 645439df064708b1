#include "gui/timeline/lane_legend.hpp"

#include "gui/support/text.hpp"
#include "gui/timeline/lane_colors.hpp"
#include "gui/timeline/state_text.hpp"

#include <QFontMetricsF>
#include <QObject>
#include <QPainter>

namespace fracbit::gui {

void paint_lane_legend(QPainter& painter, const QFontMetricsF& metrics, const PlotColors& colors, const QRectF& box,
                       const traces::EventIndex& index) {
    double x = box.left();
    const double side = metrics.ascent();
    const auto entry = [&](const QColor& color, const QString& text) {
        const double width = side * 1.4 + metrics.horizontalAdvance(text) + side;
        if (x + width > box.right() + side) return;
        painter.fillRect(QRectF(x, box.center().y() - side / 2, side, side), color);
        painter.setPen(colors.text);
        painter.drawText(QRectF(x + side * 1.4, box.top(), width, box.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         text);
        x += width;
    };
    entry(colors.busy, state_text(traces::BlockState::busy));
    entry(colors.stall_in, state_text(traces::BlockState::stall_in));
    entry(colors.stall_out, state_text(traces::BlockState::stall_out));
    entry(colors.idle, state_text(traces::BlockState::idle));
    const auto streams = streams_of(index);
    if (streams.empty()) return;
    const QString bursts = QObject::tr("bursts:");
    painter.drawText(QRectF(x, box.top(), metrics.horizontalAdvance(bursts) + side, box.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, bursts);
    x += metrics.horizontalAdvance(bursts) + side / 2;
    for (const models::StreamId stream : streams) entry(stream_color(colors, index, stream), to_qt(to_string(stream)));
}

} // namespace fracbit::gui
