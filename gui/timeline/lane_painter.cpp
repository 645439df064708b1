#include "gui/timeline/lane_painter.hpp"

#include "gui/support/text.hpp"

#include <QCoreApplication>
#include <QPaintEngine>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace fracbit::gui {
namespace {

using traces::BlockState;
using traces::LaneId;

constexpr double tallest_lane_in_text_heights = 12;
constexpr double least_lane_in_text_heights = 1.15;

QString words(const char* text) { return QCoreApplication::translate("LanePainter", text); }

double widest_name(const QFontMetricsF& metrics, const std::vector<LaneId>& lanes) {
    double widest = metrics.horizontalAdvance(words("layers"));
    for (const LaneId lane : lanes)
        widest = std::max(widest, metrics.horizontalAdvance(QString::fromUtf8(to_string(lane))));
    return widest;
}

bool same_shares(const LaneColumn& a, const LaneColumn& b) {
    constexpr float close = 1e-4F;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (std::abs(a[i] - b[i]) > close) return false;
    return true;
}

/// Columns of one pixel, stacked from the bottom. Painted row by row, because columns of single pixels one by one would
/// touch as many lines of the cache as pixels.
void paint_column_image(const std::vector<LaneColumn>& columns, const std::vector<QColor>& colors, const QColor& rest,
                        QImage& image) {
    const int height = image.height();
    struct Change {
        std::size_t column;
        QRgb color;
    };
    std::vector<std::vector<Change>> changes(static_cast<std::size_t>(height) + 1); // by rows from the bottom
    for (std::size_t i = 0; i < columns.size(); ++i) {
        float sum = 0;
        std::size_t from = 0;
        for (std::size_t kind = 0; kind < colors.size(); ++kind) {
            if (columns[i][kind] <= 0) continue;
            sum += columns[i][kind];
            const auto to = static_cast<std::size_t>(std::lround(std::min(1.0F, sum) * static_cast<float>(height)));
            if (to > from) changes[from].push_back({i, colors[kind].rgb()});
            from = to;
        }
        changes[from].push_back({i, rest.rgb()});
    }
    std::vector<QRgb> line(columns.size());
    for (int row = 0; row < height; ++row) {
        for (const Change& change : changes[static_cast<std::size_t>(row)]) line[change.column] = change.color;
        std::copy(line.begin(), line.end(), reinterpret_cast<QRgb*>(image.scanLine(height - 1 - row)));
    }
}

/// Streams that the trace has, in their order.
std::vector<models::StreamId> streams_of(const traces::EventIndex& index) {
    std::vector<models::StreamId> streams;
    const auto cycles = index.cycles(LaneId::bursts, 0, static_cast<double>(index.end()));
    for (std::size_t i = 0; i < cycles.size(); ++i)
        if (cycles[i] > 0) streams.push_back(static_cast<models::StreamId>(i));
    return streams;
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
    legend = {margin, size.height() - text * 1.6, size.width() - 2 * margin, text * 1.5};
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
    const double height =
        text * (1.4 + 1.2 + 1.6 + 2.9) + (text * least_lane_in_text_heights + text * 0.15 + 2) * lanes + 4;
    return {static_cast<int>(metrics.averageCharWidth() * 60), static_cast<int>(height)};
}

QColor LanePainter::state_color(const PlotColors& colors, BlockState state) {
    switch (state) {
    case BlockState::busy:
        return colors.busy;
    case BlockState::stall_in:
        return colors.stall_in;
    case BlockState::stall_out:
        return colors.stall_out;
    default:
        return colors.idle;
    }
}

QColor LanePainter::stream_color(const PlotColors& colors, const traces::EventIndex& index, models::StreamId stream) {
    const auto streams = streams_of(index);
    const auto found = static_cast<std::size_t>(std::find(streams.begin(), streams.end(), stream) - streams.begin());
    // Without the colours of states, which stand beside them; then in other shades.
    const std::array<QColor, 4> apart{colors.series[0], colors.series[6], colors.series[5], colors.series[1]};
    const QColor color = apart[found % apart.size()];
    constexpr int shade = 145;
    switch (found / apart.size()) {
    case 0:
        return color;
    case 1:
        return color.darker(shade);
    case 2:
        return color.lighter(shade);
    default:
        return color.darker(shade * 2);
    }
}

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
    paint_axis();
    paint_cursor();
    paint_legend();
}

void LanePainter::paint_caption() {
    const traces::EventIndex& index = picture_.index;
    QString text = words("%1 on %2").arg(to_qt(index.network()), to_qt(index.architecture()));
    if (index.clock_mhz() > 0) text += words(", %1 MHz").arg(short_number(index.clock_mhz()));
    text +=
        words("; cycles %1 to %2 of %3")
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
        Qt::AlignRight | Qt::AlignVCenter, words("layers"));
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
    const LaneId id = layout_.lanes[lane];
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
    if (id == LaneId::bursts) {
        rest = palette_.color(QPalette::AlternateBase);
        for (int i = 0; i < models::stream_count; ++i)
            colors.push_back(stream_color(colors_, picture_.index, static_cast<models::StreamId>(i)));
    } else {
        for (int i = 0; i < 3; ++i) colors.push_back(state_color(colors_, static_cast<BlockState>(i)));
    }
    paint_columns(box, lane_columns(picture_.index, picture_.window, id, grid), colors, rest);
    if (id == LaneId::bursts) paint_burst_edges(box);
}

void LanePainter::paint_columns(const QRectF& lane, const std::vector<LaneColumn>& columns,
                                const std::vector<QColor>& colors, const QColor& rest) {
    if (painter_.paintEngine()->type() == QPaintEngine::Raster) {
        const double scale = painter_.device()->devicePixelRatioF();
        const QSize size(static_cast<int>(columns.size()), static_cast<int>(std::lround(lane.height() * scale)));
        if (image_.size() != size) image_ = QImage(size, QImage::Format_RGB32); // one for all lanes: new memory is slow
        paint_column_image(columns, colors, rest, image_);
        image_.setDevicePixelRatio(scale);
        painter_.drawImage(lane.topLeft(), image_);
        return;
    }
    painter_.fillRect(lane, rest);
    const double width = lane.width() / static_cast<double>(columns.size());
    for (std::size_t from = 0; from < columns.size();) {
        std::size_t to = from + 1;
        while (to < columns.size() && same_shares(columns[to], columns[from])) ++to;
        double bottom = lane.bottom();
        for (std::size_t kind = 0; kind < colors.size(); ++kind) {
            const double height = lane.height() * static_cast<double>(columns[from][kind]);
            if (height <= 0) continue;
            painter_.fillRect(QRectF(lane.left() + static_cast<double>(from) * width, bottom - height,
                                     static_cast<double>(to - from) * width, height),
                              colors[kind]);
            bottom -= height;
        }
        from = to;
    }
}

/// Bursts of one stream follow each other without a gap: a line tells them apart where there is room.
void LanePainter::paint_burst_edges(const QRectF& lane) {
    const ViewRange& range = picture_.range;
    if (picture_.window == nullptr || !covers(*picture_.window, range.begin(), range.end(), range.total())) return;
    constexpr double least_width = 5;
    painter_.setPen(colors_.background);
    for (const traces::EventRow& row : picture_.window->of(LaneId::bursts)) {
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

/// As many as there is room for their labels.
std::vector<std::int64_t> LanePainter::axis_ticks(TimeUnit unit) const {
    const ViewRange& range = picture_.range;
    const double gap = metrics_.averageCharWidth() * 3;
    double widest = metrics_.horizontalAdvance(grouped_text(static_cast<std::int64_t>(range.end())));
    for (int most = static_cast<int>(layout_.width / (widest + gap)) + 1; most > 1;) {
        const auto ticks = cycle_ticks(range.begin(), range.end(), most);
        widest = 0;
        for (const std::int64_t cycle : ticks)
            widest = std::max({widest, metrics_.horizontalAdvance(grouped_text(cycle)),
                               metrics_.horizontalAdvance(time_text(cycle, picture_.index.clock_mhz(), unit))});
        const double step = ticks.size() < 2 ? range.span() : static_cast<double>(ticks[1] - ticks[0]);
        if (widest + gap <= step / range.span() * layout_.width) return ticks;
        most = std::min(most, static_cast<int>(ticks.size())) - 1; // a larger step
    }
    return cycle_ticks(range.begin(), range.end(), 2);
}

void LanePainter::paint_axis() {
    const ViewRange& range = picture_.range;
    const double clock = picture_.index.clock_mhz();
    const TimeUnit unit = clock > 0 ? time_unit(range.end(), clock) : TimeUnit::nanoseconds;
    const double text = metrics_.height();
    const double least_grid_height = layout_.bottom() - layout_.gap;
    for (const std::int64_t cycle : axis_ticks(unit)) {
        const double x = layout_.x_of(static_cast<double>(cycle), range);
        painter_.setPen(colors_.faint);
        painter_.drawLine(QPointF(x, layout_.top), QPointF(x, least_grid_height));
        painter_.setPen(colors_.text);
        painter_.drawLine(QPointF(x, layout_.axis.top()), QPointF(x, layout_.axis.top() + text * 0.25));
        const auto label = [&](const QString& what, double top) {
            const double wide = metrics_.horizontalAdvance(what) + 2;
            const double left = std::clamp(x - wide / 2, layout_.left - text, layout_.left + layout_.width - wide);
            painter_.drawText(QRectF(left, layout_.axis.top() + top, wide, text), Qt::AlignCenter, what);
        };
        label(grouped_text(cycle), text * 0.3);
        if (clock > 0) label(time_text(cycle, clock, unit), text * 1.3);
    }
    const auto name = [&](const QString& what, double top) {
        painter_.drawText(QRectF(0, layout_.axis.top() + top, layout_.left - text * 2, text),
                          Qt::AlignRight | Qt::AlignVCenter, what);
    };
    painter_.setPen(colors_.text);
    name(words("cycle"), text * 0.3);
    if (clock > 0) name(words("time"), text * 1.3);
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

void LanePainter::paint_legend() {
    double x = layout_.legend.left();
    const double side = metrics_.ascent();
    const auto entry = [&](const QColor& color, const QString& text) {
        const double width = side * 1.4 + metrics_.horizontalAdvance(text) + side;
        if (x + width > layout_.legend.right() + side) return;
        painter_.fillRect(QRectF(x, layout_.legend.center().y() - side / 2, side, side), color);
        painter_.setPen(colors_.text);
        painter_.drawText(QRectF(x + side * 1.4, layout_.legend.top(), width, layout_.legend.height()),
                          Qt::AlignLeft | Qt::AlignVCenter, text);
        x += width;
    };
    entry(colors_.busy, words("busy"));
    entry(colors_.stall_in, words("stall: waits for input"));
    entry(colors_.stall_out, words("stall: output is full"));
    entry(colors_.idle, words("idle"));
    const auto streams = streams_of(picture_.index);
    if (streams.empty()) return;
    const QString bursts = words("bursts:");
    painter_.drawText(
        QRectF(x, layout_.legend.top(), metrics_.horizontalAdvance(bursts) + side, layout_.legend.height()),
        Qt::AlignLeft | Qt::AlignVCenter, bursts);
    x += metrics_.horizontalAdvance(bursts) + side / 2;
    for (const models::StreamId stream : streams)
        entry(stream_color(colors_, picture_.index, stream), to_qt(to_string(stream)));
}

} // namespace fracbit::gui
