#include "gui/timeline/lane_legend.hpp"
#include "gui/support/text.hpp"
#include "gui/timeline/lane_colors.hpp"
#include "gui/timeline/lane_layout.hpp"
#include "tests/gui/timeline/trace_files.hpp"

#include <QApplication>
#include <QBuffer>
#include <QPainter>
#include <QSvgGenerator>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;

namespace {

QString legend_svg(const QRectF& box, const traces::EventIndex& index) {
    QBuffer buffer;
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize({2000, 200});
    QPainter painter(&generator);
    paint_lane_legend(painter, QFontMetricsF(QFont()), plot_colors(QApplication::palette()), box, index);
    painter.end();
    return QString::fromUtf8(buffer.data());
}

} // namespace

TEST_CASE("However narrow the lanes are, the legend names all states and all streams of bursts") {
    const auto index = traces::EventIndex::open(tests::sample_trace);
    const QFontMetricsF metrics{QFont()};
    const auto streams = streams_of(*index);
    REQUIRE(streams.size() > 2);
    CHECK(lane_legend_lines(metrics, 2000, *index) == 1);
    for (const double width : {2000.0, 500.0, 300.0, 150.0}) {
        const int lines = lane_legend_lines(metrics, width, *index);
        const QString svg = legend_svg({0, 0, width, lines * metrics.height()}, *index);
        CAPTURE(width, lines);
        CHECK((lines > 1) == (width < 1000));
        for (const char* state : {"busy", "waits for input", "waits for room", "idle", "bursts:"})
            CHECK(svg.contains(QLatin1String(state)));
        for (const models::StreamId stream : streams) CHECK(svg.contains(to_qt(to_string(stream))));
    }
}

TEST_CASE("The smallest lanes have room for a legend of several lines") {
    const auto index = traces::EventIndex::open(tests::sample_trace);
    const QSize least = LaneLayout::least_size(QFont(), index.get());
    const LaneLayout layout(least, QFont(), *index);
    CHECK(layout.axis.bottom() <= layout.legend.top());
    CHECK(layout.legend.bottom() <= least.height());
    CHECK(layout.legend.height() >= 2 * QFontMetricsF(QFont()).height());
}
