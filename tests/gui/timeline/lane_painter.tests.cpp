#include "gui/timeline/lane_painter.hpp"
#include "gui/support/plot_style.hpp"
#include "gui/timeline/lane_colors.hpp"
#include "gui/timeline/timeline_view.hpp"
#include "tests/gui/timeline/trace_files.hpp"

#include <QApplication>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <QTemporaryDir>

#include <set>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;

namespace {

/// The long trace as a picture of 800 by 400 pixels, on the screen and in a file.
struct Pictures {
    QTemporaryDir folder;
    TraceLoader::Index index;
    TimelineView view;

    Pictures() {
        const std::string path = folder.filePath("long.events.csv").toStdString();
        tests::write_long_trace(path);
        index = traces::EventIndex::open(path);
        view.resize(800, 400);
        view.set_trace(index);
    }
    void show(double begin, double end) {
        ViewRange range(100'000);
        range.show(begin, end);
        view.set_range(range);
    }
    [[nodiscard]] LaneLayout layout() const { return {view.size(), view.font(), *index}; }
    [[nodiscard]] QByteArray svg() {
        save_widget(view, folder.filePath("lanes.svg"));
        QFile file(folder.filePath("lanes.svg"));
        REQUIRE(file.open(QIODevice::ReadOnly));
        return file.readAll();
    }
    /// In which a pixel of the widget is four.
    [[nodiscard]] QImage drawn() {
        QImage image(view.size() * 2, QImage::Format_RGB32);
        QPainter painter(&image);
        QSvgRenderer(svg()).render(&painter);
        return image;
    }
};

} // namespace

TEST_CASE("The caption says run, clock and cycles on screen, the axis cycles and the time of the clock") {
    Pictures pictures;
    const QByteArray whole = pictures.svg();
    CHECK(whole.contains("long on arch, 800 MHz; cycles 0 to 100,000 of 100,000"));
    CHECK(whole.contains(">125 \xc2\xb5s<")); // 100,000 cycles of 1.25 ns
    pictures.show(30'000, 31'000);
    const QByteArray part = pictures.svg();
    CHECK(part.contains("cycles 30,000 to 31,000 of 100,000"));
    CHECK(part.contains(">first<")); // the layer that began before
    CHECK_FALSE(part.contains(">second<"));
}

TEST_CASE("Shares of a column are stacked from the bottom, on the screen and in files") {
    Pictures pictures; // of 10 cycles the array works in 9, and then waits for input
    const QRectF lane = pictures.layout().lane(1);
    const PlotColors colors = plot_colors(pictures.view.palette());
    const QPointF low(lane.center().x() + 15, lane.bottom() - lane.height() * 0.05),
        high(low.x(), lane.top() + lane.height() * 0.05);
    const QImage screen = pictures.view.grab().toImage(), file = pictures.drawn();
    CHECK(screen.pixelColor(low.toPoint()) == colors.busy);
    CHECK(screen.pixelColor(high.toPoint()) == colors.stall_in);
    CHECK(file.pixelColor((low * 2).toPoint()) == colors.busy);
    CHECK(file.pixelColor((high * 2).toPoint()) == colors.stall_in);
}

TEST_CASE("The cursor is a line through all lanes where its cycle begins, while that is on screen") {
    Pictures pictures;
    pictures.show(30'000, 31'000);
    const LaneLayout layout = pictures.layout();
    const auto is_marked = [&] {
        const double x = layout.x_of(30'400, pictures.view.range());
        const QImage image = pictures.view.grab().toImage();
        const QColor accent = plot_colors(pictures.view.palette()).accent;
        int marked = 0;
        for (int lane = 0; lane < 4; ++lane)
            marked += image.pixelColor(
                          QPointF(x, layout.lane(static_cast<std::size_t>(lane)).center().y()).toPoint()) == accent;
        return marked;
    };
    CHECK(is_marked() == 0);
    pictures.view.set_cursor(30'400);
    CHECK(is_marked() == 4);
    pictures.view.set_cursor(50'000);
    CHECK(is_marked() == 0);
}

TEST_CASE("A lane is the one that the pointer is on, from its top to its bottom") {
    const Pictures pictures;
    const LaneLayout layout = pictures.layout();
    REQUIRE(layout.lanes.size() == 4);
    for (std::size_t lane = 0; lane < layout.lanes.size(); ++lane)
        for (const double y : {layout.lane(lane).top() + 0.5, layout.lane(lane).bottom() - 0.5})
            CHECK(layout.lane_at(y) == layout.lanes[lane]);
    CHECK_FALSE(layout.lane_at(layout.top - 1));
    CHECK_FALSE(layout.lane_at(layout.bottom() + 1));
}

TEST_CASE("Bursts of all streams have colours of their own") {
    const QTemporaryDir folder;
    const std::string path = folder.filePath("all.events.csv").toStdString();
    traces::CsvEventSink sink(path);
    sink.start({"all", "arch", 800, 64, {"one"}, {}});
    for (int i = 0; i < models::stream_count; ++i)
        sink.burst({Cycles(i), Cycles(i), Cycles(i + 1), 0, 64, 64, false, static_cast<models::StreamId>(i), 0});
    sink.finish(Cycles(models::stream_count));
    const auto index = traces::EventIndex::open(path);
    REQUIRE(streams_of(*index).size() == models::stream_count);
    for (const Theme theme : {Theme::light, Theme::dark}) {
        apply_theme(theme);
        std::set<QRgb> colors;
        for (const models::StreamId stream : streams_of(*index))
            colors.insert(stream_color(plot_colors(QApplication::palette()), *index, stream).rgb());
        CHECK(colors.size() == models::stream_count);
    }
    apply_theme(Theme::light);
}
