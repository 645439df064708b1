#include "gui/timeline/lane_legend.hpp"

#include "gui/support/text.hpp"
#include "gui/timeline/lane_colors.hpp"
#include "gui/timeline/state_text.hpp"

#include <QFontMetricsF>
#include <QObject>
#include <QPainter>

#include <algorithm>
#include <optional>
#include <vector>

namespace fracbit::gui {
namespace {

struct LegendWord {
    QString text;
    std::optional<traces::BlockState> state;
    std::optional<models::StreamId> stream; ///< neither: a heading of those behind it
    int line = 0;
    double x = 0;
};

using LegendWords = std::vector<LegendWord>;

LegendWords state_words() {
    using traces::BlockState;
    LegendWords words;
    for (const BlockState state : {BlockState::busy, BlockState::stall_in, BlockState::stall_out, BlockState::idle})
        words.push_back({state_text(state), state, {}});
    return words;
}

LegendWords burst_words(const traces::EventIndex& index) {
    LegendWords words;
    for (const models::StreamId stream : streams_of(index)) words.push_back({to_qt(to_string(stream)), {}, stream});
    if (!words.empty()) words.insert(words.begin(), {QObject::tr("bursts:"), {}, {}});
    return words;
}

double side_of(const QFontMetricsF& metrics) { return metrics.ascent(); }

double advance(const QFontMetricsF& metrics, const LegendWord& word) {
    const double side = side_of(metrics);
    return metrics.horizontalAdvance(word.text) + (word.state || word.stream ? side * 2.4 : side / 2);
}

double length(const QFontMetricsF& metrics, const LegendWords& words) {
    double sum = 0;
    for (const LegendWord& word : words) sum += advance(metrics, word);
    return sum - side_of(metrics); // the gap behind the last one
}

/// Places words from the beginning of `line`; the line of the last one.
int place(const QFontMetricsF& metrics, double width, LegendWords& words, int line) {
    double x = 0;
    for (LegendWord& word : words) {
        const double wide = advance(metrics, word);
        if (x > 0 && x + wide - side_of(metrics) > width) {
            x = 0;
            ++line;
        }
        word.line = line;
        word.x = x;
        x += wide;
    }
    return line;
}

LegendWords placed_words(const QFontMetricsF& metrics, double width, const traces::EventIndex& index) {
    LegendWords words = state_words(), bursts = burst_words(index), all = words;
    all.insert(all.end(), bursts.begin(), bursts.end());
    if (length(metrics, all) <= width) {
        place(metrics, width, all, 0);
        return all;
    }
    place(metrics, width, bursts, place(metrics, width, words, 0) + 1);
    words.insert(words.end(), bursts.begin(), bursts.end());
    return words;
}

QColor color_of(const LegendWord& word, const PlotColors& colors, const traces::EventIndex& index) {
    return word.stream ? stream_color(colors, index, *word.stream) : state_color(colors, *word.state);
}

} // namespace

int lane_legend_lines(const QFontMetricsF& metrics, double width, const traces::EventIndex& index) {
    return placed_words(metrics, width, index).back().line + 1;
}

void paint_lane_legend(QPainter& painter, const QFontMetricsF& metrics, const PlotColors& colors, const QRectF& box,
                       const traces::EventIndex& index) {
    const LegendWords words = placed_words(metrics, box.width(), index);
    const double side = side_of(metrics), height = box.height() / (words.back().line + 1);
    painter.setPen(colors.text);
    for (const LegendWord& word : words) {
        const QRectF place(box.left() + word.x, box.top() + word.line * height, advance(metrics, word), height);
        const bool heading = !word.state && !word.stream;
        if (!heading)
            painter.fillRect(QRectF(place.left(), place.center().y() - side / 2, side, side),
                             color_of(word, colors, index));
        painter.drawText(place.adjusted(heading ? 0 : side * 1.4, 0, side, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         word.text);
    }
}

} // namespace fracbit::gui
