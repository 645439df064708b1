#include "gui/explore/scatter_plot.hpp"
#include "tests/gui/points/some_points.hpp"
#include "tests/gui/qt_events.hpp"

#include <QSignalSpy>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

struct Shown {
    gui::PointView view;
    gui::ScatterPlot plot{view};
    Shown() {
        plot.resize(600, 400);
        plot.show();
        view.set_points(tests::some_points(), false);
        plot.set_columns({2, 3, 3, -1, 4, false, false, false});
        QApplication::processEvents();
        plot.replot();
    }
    [[nodiscard]] QPoint at(int row) const { return plot.pixel_of(row).toPoint(); }
};

} // namespace

TEST_CASE("A click on a point says which, a click beside all of them nothing") {
    Shown shown;
    std::vector<int> clicked;
    QObject::connect(&shown.plot, &gui::ScatterPlot::clicked, &shown.plot, [&](int row) { clicked.push_back(row); });
    QTest::mouseClick(&shown.plot, Qt::LeftButton, {}, shown.at(3) + QPoint(2, 1));
    QTest::mouseClick(&shown.plot, Qt::LeftButton, {}, shown.at(3) + QPoint(40, -30));
    QTest::mouseClick(&shown.plot, Qt::RightButton, {}, shown.at(1));
    CHECK(clicked == std::vector<int>{3});
}

TEST_CASE("The legend has only as many columns as the plot is wide for, also when the window gets narrower") {
    Shown shown;
    const auto cut_off = [&shown] {
        shown.plot.replot();
        int count = 0;
        for (int i = 0; i < shown.plot.legend->itemCount(); ++i)
            if (const auto* item = shown.plot.legend->item(i))
                count += item->outerRect().width() < item->minimumOuterSizeHint().width() ? 1 : 0;
        return count;
    };
    for (const int width : {600, 340, 900}) {
        shown.plot.resize(width, 400);
        CAPTURE(width);
        CHECK(cut_off() == 0);
    }
    CHECK(shown.plot.legend->columnCount() > 1);
}

TEST_CASE("However close the axes are looked at, no two ticks say the same") {
    Shown shown;
    QCPAxis& axis = *shown.plot.xAxis;
    for (const double size : {1.0, 1e-3, 1e-6, 1e-9}) {
        axis.setRange(1.434, 1.434 + size);
        QVector<double> ticks;
        QVector<QString> labels;
        axis.ticker()->generate(axis.range(), QLocale::c(), 'g', axis.numberPrecision(), ticks, nullptr, &labels);
        CAPTURE(size, labels.size());
        CHECK(labels.size() > 2);
        CHECK(QSet<QString>(labels.begin(), labels.end()).size() == labels.size());
    }
}

TEST_CASE("A rubber band holds the points inside, whichever way it is drawn, and is no click") {
    Shown shown;
    std::vector<std::pair<std::vector<int>, bool>> banded;
    int clicks = 0;
    QObject::connect(&shown.plot, &gui::ScatterPlot::rubber_banded, &shown.plot,
                     [&](const std::vector<int>& rows, bool add) { banded.emplace_back(rows, add); });
    QObject::connect(&shown.plot, &gui::ScatterPlot::clicked, &shown.plot, [&] { ++clicks; });
    const QPoint off(12, 12);
    tests::drag(shown.plot, shown.at(1) + off, shown.at(1) - off);
    tests::drag(shown.plot, shown.at(0) - off, shown.at(0) + off, Qt::ShiftModifier);
    REQUIRE(banded.size() == 2);
    CHECK(banded[0] == std::pair(std::vector<int>{1}, false));
    CHECK(banded[1] == std::pair(std::vector<int>{0}, true));
    CHECK(clicks == 0);
}

TEST_CASE("While it is being moved, a drag shifts the axes and selects nothing") {
    Shown shown;
    QSignalSpy banded(&shown.plot, &gui::ScatterPlot::rubber_banded);
    shown.plot.set_panning(true);
    const QCPRange before = shown.plot.xAxis->range();
    tests::drag(shown.plot, {300, 200}, {350, 200});
    CHECK(shown.plot.xAxis->range().lower < before.lower);
    CHECK(banded.isEmpty());
    shown.plot.fit();
    CHECK(shown.plot.xAxis->range().lower == Approx(before.lower));
}

TEST_CASE("Keys zoom and fit") {
    Shown shown;
    const double before = shown.plot.xAxis->range().size();
    QTest::keyClick(&shown.plot, Qt::Key_Plus);
    CHECK(shown.plot.xAxis->range().size() == Approx(before * 0.8));
    QTest::keyClick(&shown.plot, Qt::Key_Minus);
    CHECK(shown.plot.xAxis->range().size() == Approx(before));
    QTest::keyClick(&shown.plot, Qt::Key_Plus);
    QTest::keyClick(&shown.plot, Qt::Key_Home);
    CHECK(shown.plot.xAxis->range().size() == Approx(before));
}

TEST_CASE("The pointer over a point is told, and that it has left") {
    Shown shown;
    std::vector<int> hovered;
    QObject::connect(&shown.plot, &gui::ScatterPlot::hovered, &shown.plot,
                     [&](int row, QPoint) { hovered.push_back(row); });
    const auto move = [&](QPoint at) {
        QMouseEvent event(QEvent::MouseMove, at, shown.plot.mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(&shown.plot, &event);
    };
    move(shown.at(1));
    move(shown.at(1) + QPoint(1, 1));
    move(shown.at(1) + QPoint(60, -60));
    CHECK(hovered == std::vector<int>{1, -1});
}

TEST_CASE("Logarithmic axes put points where their logarithms are, and hide those without one") {
    Shown shown;
    gui::PlotColumns columns = shown.plot.columns();
    columns.log_x = columns.log_y = true;
    shown.plot.set_columns(columns);
    shown.plot.replot();
    const double one = shown.plot.pixel_of(1).x(), two = shown.plot.pixel_of(3).x(), four = shown.plot.pixel_of(0).x();
    CHECK(two - one == Approx(four - two).margin(0.01));
    CHECK(std::isnan(shown.plot.pixel_of(2).x()));
}
