#include "gui/timeline/axis_painter.hpp"

#include "gui/support/text.hpp"
#include "gui/timeline/cycle_axis.hpp"

#include <QFontMetricsF>
#include <QObject>
#include <QPainter>

#include <algorithm>
#include <vector>

namespace fracbit::gui {
namespace {

/// Cycles from one tick to the next.
double step_of(const std::vector<std::int64_t>& ticks, const ViewRange& range) {
    return ticks.size() < 2 ? range.span() : static_cast<double>(ticks[1] - ticks[0]);
}

/// As many as there is room for their labels.
std::vector<std::int64_t> axis_ticks(const QFontMetricsF& metrics, double width, const ViewRange& range,
                                     double clock_mhz, TimeUnit unit) {
    const double gap = metrics.averageCharWidth() * 3;
    double widest = metrics.horizontalAdvance(grouped_text(static_cast<std::int64_t>(range.end())));
    for (int most = static_cast<int>(width / (widest + gap)) + 1; most > 1;) {
        const auto ticks = cycle_ticks(range.begin(), range.end(), most);
        const double step = step_of(ticks, range);
        widest = 0;
        for (const std::int64_t cycle : ticks)
            widest = std::max({widest, metrics.horizontalAdvance(grouped_text(cycle)),
                               metrics.horizontalAdvance(time_text(cycle, clock_mhz, unit, step))});
        if (widest + gap <= step / range.span() * width) return ticks;
        most = std::min(most, static_cast<int>(ticks.size())) - 1; // a larger step
    }
    return cycle_ticks(range.begin(), range.end(), 2);
}

} // namespace

void paint_cycle_axis(QPainter& painter, const QFontMetricsF& metrics, const PlotColors& colors,
                      const LaneLayout& layout, const ViewRange& range, double clock_mhz) {
    const TimeUnit unit = clock_mhz > 0 ? time_unit(range.end(), clock_mhz) : TimeUnit::nanoseconds;
    const double text = metrics.height();
    const double least_grid_height = layout.bottom() - layout.gap;
    const std::vector<std::int64_t> ticks = axis_ticks(metrics, layout.width, range, clock_mhz, unit);
    for (const std::int64_t cycle : ticks) {
        const double x = layout.x_of(static_cast<double>(cycle), range);
        painter.setPen(colors.faint);
        painter.drawLine(QPointF(x, layout.top), QPointF(x, least_grid_height));
        painter.setPen(colors.text);
        painter.drawLine(QPointF(x, layout.axis.top()), QPointF(x, layout.axis.top() + text * 0.25));
        const auto label = [&](const QString& what, double top) {
            const double wide = metrics.horizontalAdvance(what) + 2;
            const double left = std::clamp(x - wide / 2, layout.left - text, layout.left + layout.width - wide);
            painter.drawText(QRectF(left, layout.axis.top() + top, wide, text), Qt::AlignCenter, what);
        };
        label(grouped_text(cycle), text * 0.3);
        if (clock_mhz > 0) label(time_text(cycle, clock_mhz, unit, step_of(ticks, range)), text * 1.3);
    }
    const auto name = [&](const QString& what, double top) {
        painter.drawText(QRectF(0, layout.axis.top() + top, layout.left - text * 2, text),
                         Qt::AlignRight | Qt::AlignVCenter, what);
    };
    painter.setPen(colors.text);
    name(QObject::tr("cycle"), text * 0.3);
    if (clock_mhz > 0) name(QObject::tr("time"), text * 1.3);
}

} // namespace fracbit::gui
