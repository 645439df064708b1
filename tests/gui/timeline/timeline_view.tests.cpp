#include "gui/timeline/timeline_view.hpp"
#include "gui/timeline/overview_bar.hpp"
#include "tests/gui/timeline/trace_files.hpp"

#include <QPainter>
#include <QTemporaryDir>
#include <QTest>
#include <QWheelEvent>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;
using traces::lane_of;
using traces::LaneId;

namespace {

/// The long trace in a widget of 800 by 400 pixels.
struct ShownTrace {
    QTemporaryDir folder;
    TraceLoader::Index index;
    TimelineView view;
    LaneLayout layout{{800, 400}, view.font(), *make_index()};

    ShownTrace() {
        view.resize(800, 400);
        view.set_trace(index);
        view.show();
    }
    const traces::EventIndex* make_index() {
        const std::string path = folder.filePath("long.events.csv").toStdString();
        tests::write_long_trace(path);
        index = traces::EventIndex::open(path);
        return index.get();
    }
    [[nodiscard]] QPoint at(double cycle, double y = 200) const {
        return {static_cast<int>(layout.x_of(cycle, view.range()) + 0.5), static_cast<int>(y)};
    }
    void wheel(QPoint where, int notches, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QWheelEvent event(where, view.mapToGlobal(where), {}, QPoint(0, notches * 120), Qt::NoButton, modifiers,
                          Qt::NoScrollPhase, false);
        QApplication::sendEvent(&view, &event);
    }
    void drag(QPoint from, QPoint to) {
        QTest::mousePress(&view, Qt::LeftButton, {}, from);
        QMouseEvent move(QEvent::MouseMove, to, view.mapToGlobal(to), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&view, &move);
        QTest::mouseRelease(&view, Qt::LeftButton, {}, to);
    }
};

} // namespace

TEST_CASE("The wheel zooms around the pointer, and with Shift it moves") {
    ShownTrace shown;
    const QPoint pointer = shown.at(25'000);
    const double before = shown.layout.cycle_at(pointer.x(), shown.view.range());
    shown.wheel(pointer, 5);
    CHECK(shown.view.range().span() == Approx(100'000 * 0.32768));
    CHECK(shown.layout.cycle_at(pointer.x(), shown.view.range()) == Approx(before));
    const double begin = shown.view.range().begin();
    shown.wheel(pointer, -1, Qt::ShiftModifier);
    CHECK(shown.view.range().begin() == Approx(begin + 3'276.8));
    shown.wheel(pointer, -50);
    CHECK(shown.view.range().is_whole());
    shown.wheel(pointer, 100);
    CHECK(shown.view.range().span() == ViewRange::least_span);
}

TEST_CASE("A drag moves the lanes with the pointer and leaves the cursor alone") {
    ShownTrace shown;
    ViewRange range(100'000);
    range.show(40'000, 50'000);
    shown.view.set_range(range);
    const QPoint from = shown.at(45'000);
    const double grasped = shown.layout.cycle_at(from.x(), shown.view.range());
    shown.drag(from, from + QPoint(100, 30));
    CHECK(shown.layout.cycle_at(from.x() + 100, shown.view.range()) == Approx(grasped));
    CHECK(shown.view.range().span() == 10'000);
    CHECK_FALSE(shown.view.cursor());
}

TEST_CASE("A click sets the cursor, on a name it chooses the lane and again any") {
    ShownTrace shown;
    ViewRange range(100'000);
    range.show(1'000, 1'010);
    shown.view.set_range(range);
    int moved = 0;
    QObject::connect(&shown.view, &TimelineView::cursor_changed, [&] { ++moved; });
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, shown.at(1'003.5));
    CHECK(shown.view.cursor() == 1'003);
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, shown.at(1'003.7));
    CHECK(moved == 1);
    const QPoint name(5, static_cast<int>(shown.layout.lane(1).center().y()));
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, name);
    CHECK(shown.view.selected_lane() == lane_of(models::BlockId::array));
    QTest::mouseClick(&shown.view, Qt::LeftButton, {}, name);
    CHECK_FALSE(shown.view.selected_lane());
}

TEST_CASE("Keys zoom, move, step the cursor and choose lanes") {
    ShownTrace shown;
    TimelineView& view = shown.view;
    const auto press = [&](Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier) {
        QTest::keyClick(&view, key, modifiers);
    };
    press(Qt::Key_Plus);
    CHECK(view.range().begin() == 25'000);
    CHECK(view.range().span() == 50'000);
    press(Qt::Key_Right);
    CHECK(view.range().begin() == 30'000);
    press(Qt::Key_Left);
    press(Qt::Key_Left);
    CHECK(view.range().begin() == 20'000);
    press(Qt::Key_End);
    CHECK(view.range().end() == 100'000);
    press(Qt::Key_Home);
    CHECK(view.range().begin() == 0);
    press(Qt::Key_PageDown);
    CHECK(view.range().begin() == 45'000);
    press(Qt::Key_PageUp);
    CHECK(view.range().begin() == 0);
    press(Qt::Key_Minus);
    CHECK(view.range().is_whole());
    press(Qt::Key_Equal);
    press(Qt::Key_0);
    CHECK(view.range().is_whole());
    view.set_cursor(10);
    press(Qt::Key_Right, Qt::ControlModifier);
    CHECK(view.cursor() == 11);
    for (int i = 0; i < 20; ++i) press(Qt::Key_Left, Qt::ControlModifier);
    CHECK(view.cursor() == 0);
    press(Qt::Key_Plus); // around the cursor's cycle
    CHECK(view.range().begin() == 0.25);
    press(Qt::Key_Down);
    CHECK(view.selected_lane() == lane_of(models::BlockId::memory));
    press(Qt::Key_Down);
    CHECK(view.selected_lane() == lane_of(models::BlockId::array));
    press(Qt::Key_Up);
    press(Qt::Key_Up);
    CHECK(view.selected_lane() == lane_of(models::BlockId::memory));
    press(Qt::Key_Escape);
    CHECK_FALSE(view.selected_lane());
}

TEST_CASE("The cursor stays within the run, is followed by what is on screen, and ends with its trace") {
    ShownTrace shown;
    TimelineView& view = shown.view;
    view.set_cursor(100'000);
    CHECK(view.cursor() == 99'999);
    view.set_cursor(-1);
    CHECK(view.cursor() == 0);
    ViewRange range(100'000);
    range.show(40'000, 40'100);
    view.set_range(range);
    view.set_cursor(70'000);
    QTest::keyClick(&view, Qt::Key_Right, Qt::ControlModifier);
    CHECK(view.cursor() == 70'001);
    CHECK(view.range().begin() == 69'951);
    view.set_trace(shown.index);
    CHECK_FALSE(view.cursor());
    CHECK(view.range().is_whole());
}

TEST_CASE("Single cycles have the colours of their states") {
    ShownTrace shown;
    TimelineView& view = shown.view;
    view.set_window(std::make_shared<const traces::EventWindow>(*shown.index->window(0, 100)));
    ViewRange range(100'000);
    range.show(4, 14);
    view.set_range(range);
    REQUIRE(view.is_exact());
    const QImage picture = view.grab().toImage();
    const PlotColors colors = plot_colors(view.palette());
    const double y = shown.layout.lane(1).center().y();
    CHECK(picture.pixelColor(shown.at(8.5, y)) == colors.busy);
    CHECK(picture.pixelColor(shown.at(9.5, y)) == colors.stall_in);
    CHECK(picture.pixelColor(shown.at(10.5, y)) == colors.busy);
    const double bursts = shown.layout.lane(3).bottom() - 2;
    CHECK(picture.pixelColor(shown.at(11.5, bursts)) == view.palette().color(QPalette::AlternateBase));
    CHECK(picture.pixelColor(shown.at(12.5, bursts)) == colors.series[0]);
}

TEST_CASE("The same is painted at two device pixels a pixel") {
    const ShownTrace shown;
    QImage image(1600, 800, QImage::Format_RGB32);
    image.setDevicePixelRatio(2);
    QPainter painter(&image);
    const auto window = shown.index->window(0, 100);
    ViewRange range(100'000);
    range.show(4, 14);
    const LanePicture picture{*shown.index, &*window, range, {}, {}};
    LanePainter(painter, shown.view.palette(), shown.view.font(), shown.layout, picture).paint();
    painter.end();
    const QPoint place(static_cast<int>(2 * shown.layout.x_of(9.5, range)),
                       static_cast<int>(2 * shown.layout.lane(1).center().y()));
    CHECK(image.pixelColor(place) == plot_colors(shown.view.palette()).stall_in);
}

TEST_CASE("A view without a trace takes all events and paints nothing") {
    TimelineView view;
    view.resize(400, 300);
    view.show();
    QTest::keyClick(&view, Qt::Key_Plus);
    QTest::mouseClick(&view, Qt::LeftButton, {}, {200, 100});
    QWheelEvent event(QPointF(9, 9), QPointF(9, 9), {}, QPoint(0, 120), Qt::NoButton, {}, Qt::NoScrollPhase, false);
    QApplication::sendEvent(&view, &event);
    CHECK_FALSE(view.cursor());
    CHECK(view.grab().toImage().pixelColor(200, 100) == view.palette().color(QPalette::Base));
}

TEST_CASE("A click into the overview asks for that part of the run") {
    const ShownTrace shown;
    OverviewBar bar;
    bar.set_trace(shown.index);
    bar.set_range(ViewRange(100'000));
    bar.set_cursor(5);
    bar.resize(400, 30);
    bar.show();
    CHECK_FALSE(bar.grab().isNull());
    double wanted = -1;
    QObject::connect(&bar, &OverviewBar::cycle_wanted, [&](double cycle) { wanted = cycle; });
    QTest::mouseClick(&bar, Qt::LeftButton, {}, {100, 15});
    CHECK(wanted == 25'000);
    ViewRange close(100'000);
    close.show(60'000, 61'000); // the bar stays that of the whole run
    bar.set_range(close);
    QTest::mouseClick(&bar, Qt::LeftButton, {}, {200, 15});
    CHECK(wanted == 50'000);
}
