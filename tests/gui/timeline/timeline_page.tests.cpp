#include "gui/timeline/cursor_model.hpp"
#include "gui/timeline/trace_loader.hpp"
#include "gui/timeline/trace_sheet.hpp"
#include "tests/gui/timeline/open_timeline.hpp"

#include <QApplication>
#include <QComboBox>
#include <QHelpEvent>
#include <QPushButton>
#include <QTableView>
#include <QTest>
#include <QToolTip>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;
using tests::OpenPage;
using tests::wait_for;

TEST_CASE("N and its button go from stall to stall, of any block or of the chosen lane") {
    OpenPage shown;
    shown.open(shown.trace);
    QTest::keyClick(&shown.view(), Qt::Key_N);
    CHECK(shown.cursor_at(9));
    CHECK(shown.notices.back() == "array: waits for input from cycle 9 to 10");
    shown.find<QPushButton>("timeline_next_stall")->click();
    CHECK(shown.cursor_at(19));
    QTest::keyClick(&shown.view(), Qt::Key_N, Qt::ShiftModifier);
    CHECK(shown.cursor_at(9));
    const auto before = shown.notices.size();
    shown.find<QPushButton>("timeline_previous_stall")->click();
    REQUIRE(wait_for([&] { return shown.notices.size() > before; }));
    CHECK(shown.notices.back() == "No earlier stall of any block.");
    CHECK(shown.view().cursor() == 9);

    auto* combo = shown.find<QComboBox>("timeline_stall_lane");
    combo->setCurrentText(QStringLiteral("scaler"));
    Q_EMIT combo->activated(combo->currentIndex());
    CHECK(shown.view().selected_lane() == traces::lane_of(models::BlockId::scaler));
    ViewRange close(100'000);
    close.show(0, 100);
    shown.view().set_range(close);
    shown.page.next_stall();
    CHECK(shown.cursor_at(50'000));
    CHECK(shown.view().range().shows(50'000)); // it was brought on screen
    CHECK(shown.view().range().span() == 100);
    shown.view().select_lane(traces::lane_of(models::BlockId::array));
    CHECK(combo->currentText() == "array");
}

TEST_CASE("A stall that is found late does not move a cursor that was set since, nor is it told of another lane") {
    OpenPage shown;
    shown.open(shown.trace);
    auto* loader = shown.page.findChild<TraceLoader*>();
    bool answered = false; // a window is read when nothing else is asked for
    QObject::connect(loader, &TraceLoader::window_loaded, &shown.page, [&] { answered = true; });
    const auto scaler = traces::lane_of(models::BlockId::scaler), array = traces::lane_of(models::BlockId::array);
    const auto said = shown.notices.size();
    SECTION("a cursor") {
        shown.page.next_stall();
        shown.view().set_cursor(50'003);
    }
    SECTION("another lane") {
        shown.view().set_cursor(60'000);
        shown.view().select_lane(scaler); // has no later one
        shown.page.next_stall();
        shown.view().select_lane(array);
    }
    const auto cursor = shown.view().cursor();
    loader->load_window(shown.page.findChild<TraceSheet*>()->index(), 0, 100);
    REQUIRE(wait_for([&] { return answered; }));
    CHECK(shown.view().cursor() == cursor);
    CHECK(shown.notices.size() == said);
}

TEST_CASE("Without a cursor stalls are looked for from the edge of what is on screen, its first cycle included") {
    OpenPage shown;
    shown.open(shown.trace);
    ViewRange close(100'000);
    close.show(1'019, 1'119); // it waits in cycles 1,019, 1,029 and so on
    shown.view().set_range(close);
    SECTION("forwards") {
        shown.page.next_stall();
        CHECK(shown.cursor_at(1'019));
    }
    SECTION("backwards") {
        QTest::keyClick(&shown.view(), Qt::Key_N, Qt::ShiftModifier);
        CHECK(shown.cursor_at(1'109));
    }
}

TEST_CASE("A click into the bar of the whole run brings its cycle to the middle of the lanes") {
    OpenPage shown;
    shown.open(shown.trace);
    ViewRange close(100'000);
    close.show(0, 10'000);
    shown.view().set_range(close);
    auto* bar = shown.find<QWidget>("timeline_overview");
    QTest::mouseClick(bar, Qt::LeftButton, {}, {bar->width() / 2, 5});
    CHECK(shown.view().range().span() == 10'000);
    CHECK(shown.view().range().begin() == Approx(45'000).margin(100)); // a pixel
}

TEST_CASE("What the cursor says comes from the file, on screen or not") {
    OpenPage shown;
    shown.open(shown.trace);
    CHECK(shown.label("timeline_cycle").contains(QStringLiteral("press N")));
    shown.view().set_cursor(50'003);
    REQUIRE(wait_for([&] { return shown.label("timeline_cycle") == QStringLiteral("Cycle 50,003, at 62503.75 ns"); }));
    auto* table = shown.find<QTableView>("timeline_readout")->model();
    REQUIRE(table->rowCount() == 4);
    CHECK(table->index(1, CursorModel::state_column).data().toString() == "busy");
    CHECK(table->index(2, CursorModel::state_column).data().toString() == "waits for room");
    CHECK(table->index(2, CursorModel::state_column).data(Qt::UserRole).toString() == "stall_out"); // as files have it
    CHECK(table->index(2, CursorModel::to_column).data().toString() == "50,100");
    CHECK(table->index(2, CursorModel::layer_column).data().toString() == "second");
    CHECK(shown.label("timeline_burst") ==
          "weights: read of 64 bytes at 0x4e200 (60 asked for), issued in cycle 50,000");
}

TEST_CASE("Close to single cycles the stretches themselves are read and shown") {
    OpenPage shown;
    shown.open(shown.trace);
    ViewRange close(100'000);
    close.show(70'000, 70'050);
    shown.view().set_range(close);
    REQUIRE(wait_for([&] { return shown.view().is_exact(); }));
    CHECK(shown.label("timeline_range") == "50 cycles on screen, each stretch as it was");
    QTest::keyClick(&shown.view(), Qt::Key_Right); // a screen to either side was read with it
    CHECK(shown.view().is_exact());
}

TEST_CASE("Rows of cycles that are no longer on screen do not replace those that are") {
    OpenPage shown;
    tests::write_long_trace(shown.trace.toStdString(), 100'000); // with fewer, the rows of all cycles may be there
    shown.open(shown.trace);
    auto* loader = shown.page.findChild<TraceLoader*>();
    REQUIRE(loader != nullptr);
    const auto go_to = [&](double begin) {
        ViewRange range(1'000'000);
        range.show(begin, begin + 50);
        shown.view().set_range(range);
    };
    go_to(70'000);
    REQUIRE(wait_for([&] { return shown.view().is_exact(); }));
    const auto rows = shown.view().window_rows();
    std::int64_t last_begin = -1;
    QObject::connect(loader, &TraceLoader::window_loaded, &shown.page,
                     [&](const TraceLoader::Index&, const TraceLoader::Window& window) { last_begin = window->begin; });
    go_to(10'000);
    go_to(40'000);
    go_to(70'000); // its rows are there: none are asked for
    REQUIRE(wait_for([&] { return last_begin == 39'950; }));
    CHECK(shown.view().is_exact());
    CHECK(shown.view().window_rows() == rows);
    CHECK(shown.label("timeline_range") == "50 cycles on screen, each stretch as it was");
}

TEST_CASE("A layer is fitted to the screen by its entry") {
    OpenPage shown;
    shown.open(shown.trace);
    auto* combo = shown.find<QComboBox>("timeline_layer");
    REQUIRE(combo->count() == 3);
    CHECK(combo->itemText(2) == "second");
    combo->setCurrentIndex(2);
    Q_EMIT combo->activated(2);
    CHECK(shown.view().range().begin() == 50'000);
    CHECK(shown.view().range().end() == 100'000);
    Q_EMIT combo->activated(0);
    CHECK(shown.view().range().is_whole());
    CHECK(combo->currentIndex() == 0);
}

TEST_CASE("The list of layers names what is on screen, and nothing while that is no layer") {
    OpenPage shown;
    shown.open(shown.trace);
    auto* combo = shown.find<QComboBox>("timeline_layer");
    combo->setCurrentIndex(1);
    Q_EMIT combo->activated(1);
    CHECK(combo->currentText() == "first");
    QTest::keyClick(&shown.view(), Qt::Key_Plus);
    CHECK(combo->currentIndex() == -1);
    ViewRange second(100'000);
    second.show(50'000, 100'000);
    shown.view().set_range(second);
    CHECK(combo->currentText() == "second");
    QTest::keyClick(&shown.view(), Qt::Key_Home); // as many cycles, of the other layer
    CHECK(combo->currentText() == "first");
    shown.view().fit();
    CHECK(combo->currentIndex() == 0);
}

TEST_CASE("The pointer on a layer says its whole name and its cycles") {
    OpenPage shown;
    shown.open(shown.trace);
    const LaneLayout layout(shown.view().size(), shown.view().font(), *shown.page.findChild<TraceSheet*>()->index());
    const QPoint at(static_cast<int>(layout.x_of(75'000, shown.view().range())),
                    static_cast<int>(layout.layers.center().y()));
    QHelpEvent help(QEvent::ToolTip, at, shown.view().mapToGlobal(at));
    QApplication::sendEvent(&shown.view(), &help);
    CHECK(QToolTip::text() == "second: cycles 50,000 to 100,000");
    QToolTip::hideText();
}
