#include "gui/explore/parallel_plot.hpp"

#include "gui/support/plot_style.hpp"
#include "tests/gui/points/some_points.hpp"
#include "tests/gui/qt_events.hpp"

#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include <cmath>

using namespace fracbit;

TEST_CASE("A drag along an axis filters by it, a double click takes that back, and both can be undone") {
    gui::PointView view;
    gui::ParallelPlot plot(view);
    plot.resize(600, 300);
    view.set_points(tests::some_points(), false);
    REQUIRE(plot.axes().size() == 4);
    tests::drag(plot, plot.position(1, 0.5), plot.position(1, 0)); // energy_uj: 10 to 55
    CHECK(view.visible() == std::vector<int>{0, 1, 3});
    CHECK(view.filters().history().count() == 1);
    QTest::mouseDClick(&plot, Qt::LeftButton, {}, plot.position(1, 0.3));
    CHECK(view.visible().size() == 4);
    view.filters().history().undo();
    CHECK(view.visible().size() == 3);
    tests::drag(plot, (plot.position(0, 0.5) + plot.position(1, 0.5)) / 2, plot.position(0, 0)); // between two axes
    CHECK(view.visible().size() == 3);
}

TEST_CASE("Shift and arrow keys filter by an axis in one step of undo, Delete takes that back") {
    gui::PointView view;
    gui::ParallelPlot plot(view);
    plot.resize(600, 300);
    const auto press = [&plot](Qt::Key key, int times, Qt::KeyboardModifiers keys = {}) {
        for (int i = 0; i < times; ++i) QTest::keyClick(&plot, key, keys);
    };
    press(Qt::Key_Down, 1, Qt::ShiftModifier); // without points: nothing to filter
    view.set_points(tests::some_points(), false);
    press(Qt::Key_Right, 1); // energy_uj: 10 to 100
    press(Qt::Key_Down, 20); // to 55
    CHECK(view.filters().history().count() == 0);
    press(Qt::Key_Down, 50, Qt::ShiftModifier); // to the bottom, and no farther
    CHECK(view.visible() == std::vector<int>{0, 1, 3});
    CHECK(view.filters().history().count() == 1);
    press(Qt::Key_Up, 1); // the range stays
    CHECK(view.visible().size() == 3);
    press(Qt::Key_Delete, 1);
    CHECK(view.visible().size() == 4);
    view.filters().history().undo();
    CHECK(view.visible().size() == 3);
    press(Qt::Key_Down, 1, Qt::ShiftModifier);
    view.filters().history().undo();
    press(Qt::Key_Down, 1, Qt::ShiftModifier); // not into the step that is there
    CHECK(view.filters().history().count() == 2);
}

TEST_CASE("A range that is extended by keys begins anew after Delete and where the axis is another column's") {
    gui::PointView view;
    gui::ParallelPlot plot(view);
    plot.resize(600, 300);
    view.set_points(tests::some_points(), false);
    const auto down = [&plot] { QTest::keyClick(&plot, Qt::Key_Down, Qt::ShiftModifier); };
    const auto is_open_above = [&] { return std::isinf(view.filters().filter().ranges.begin()->second.high); };
    down();
    CHECK(is_open_above()); // from the top
    down();
    QTest::keyClick(&plot, Qt::Key_Delete);
    down();
    REQUIRE(view.filters().filter().ranges.size() == 1);
    CHECK_FALSE(is_open_above());
    QTest::keyClick(&plot, Qt::Key_Delete);
    for (int i = 0; i < 50; ++i) QTest::keyClick(&plot, Qt::Key_Up);
    down();
    view.filters().change({}, "no filter");
    plot.set_axes({plot.columns()[1]});
    down();
    REQUIRE(view.filters().filter().ranges.size() == 1);
    CHECK_FALSE(is_open_above());
}

TEST_CASE("A picture of the plot does not show where the keyboard is") {
    const QTemporaryDir folder;
    gui::PointView view;
    gui::ParallelPlot plot(view);
    plot.resize(600, 300);
    view.set_points(tests::some_points(), false);
    plot.show();
    plot.activateWindow();
    plot.setFocus();
    REQUIRE(tests::wait_for([&] { return plot.hasFocus(); }));
    const QImage with_cursor = plot.grab().toImage();
    gui::save_widget(plot, folder.filePath("focus.png"));
    CHECK(plot.hasFocus());
    plot.clearFocus();
    CHECK(plot.grab().toImage() != with_cursor);
    gui::save_widget(plot, folder.filePath("none.png"));
    CHECK(QImage(folder.filePath("focus.png")) == QImage(folder.filePath("none.png")));
}

TEST_CASE("The plot paints points, none at all, and a single axis") {
    gui::PointView view;
    gui::ParallelPlot plot(view);
    plot.resize(600, 300);
    const QImage empty = plot.grab().toImage();
    view.set_points(tests::some_points(), false);
    plot.set_color(3, false);
    const QImage all = plot.grab().toImage();
    CHECK(all != empty);
    view.select({0});
    CHECK(plot.grab().toImage() != all);
    plot.set_axes({3});
    plot.grab();
    view.set_points(std::make_shared<const gui::PointSet>(), false);
    CHECK(plot.grab().toImage() == empty);
}
