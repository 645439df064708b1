#include "gui/timeline/timeline_page.hpp"
#include "gui/support/plot_style.hpp"
#include "gui/support/shipped_files.hpp"
#include "gui/timeline/cursor_model.hpp"
#include "gui/timeline/timeline_view.hpp"
#include "gui/timeline/trace_loader.hpp"
#include "gui/timeline/trace_sheet.hpp"
#include "models/core/error.hpp"
#include "tests/gui/qt_events.hpp"
#include "tests/gui/timeline/trace_files.hpp"

#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QHelpEvent>
#include <QJsonObject>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolTip>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;
using tests::wait_for;

namespace {

struct OpenPage {
    QTemporaryDir folder;
    TimelinePage page;
    QString trace = folder.filePath(QStringLiteral("long.events.csv"));
    QStringList failures, notices, wanted_files;

    OpenPage() {
        tests::write_long_trace(trace.toStdString());
        QObject::connect(&page, &Page::failed, [this](const QString& message) { failures << message; });
        QObject::connect(&page, &Page::noticed, [this](const QString& message) { notices << message; });
        QObject::connect(&page, &Page::open_requested, [this](const QString& path) { wanted_files << path; });
        page.resize(1280, 700);
        page.show();
    }
    void open(const QString& path) {
        const auto before = notices.size() + failures.size();
        page.open(path);
        REQUIRE(wait_for([&] { return notices.size() + failures.size() > before; }));
    }
    template <class Widget>
    Widget* find(const char* name) {
        auto* widget = page.findChild<Widget*>(QString::fromLatin1(name));
        REQUIRE(widget != nullptr);
        return widget;
    }
    TimelineView& view() { return *find<TimelineView>("timeline_lanes"); }
    QString label(const char* name) { return find<QLabel>(name)->text(); }
    bool cursor_at(std::int64_t cycle) {
        return wait_for([&] { return view().cursor() == cycle; });
    }
};

} // namespace

TEST_CASE("An empty timeline says what to do and offers the sample") {
    OpenPage shown;
    CHECK(shown.find<QLabel>("timeline_hint")->isVisible());
    CHECK(shown.label("timeline_hint").contains(QStringLiteral("`fracbit simulate --trace events=FILE`")));
    shown.find<QPushButton>("timeline_sample")->click();
    REQUIRE(shown.wanted_files.size() == 1);
    CHECK(shown.wanted_files[0] == shipped_file(QStringLiteral("traces/samples/sample.events.csv")));
    shown.open(shown.wanted_files[0]);
    CHECK(shown.notices.back() == "sample.events.csv: 71 rows, 60 cycles");
    CHECK(shown.view().isVisible());
    CHECK(shipped_file(QStringLiteral("nothing/of/this/name")).isEmpty());
}

TEST_CASE("The timeline takes all traces of ours, to say what is wrong with those of other kinds") {
    OpenPage shown;
    const TimelinePage& page = shown.page;
    CHECK(page.can_open(QStringLiteral("/x/any"), "# fracbit event trace, format_version 1\n"));
    CHECK(page.can_open(QStringLiteral("/x/any"), "# fracbit cycle trace, format_version 1\n"));
    CHECK(page.can_open(QStringLiteral("/x/a.events.csv"), ""));
    CHECK(page.can_open(QStringLiteral("/x/a.vcd"), "$date"));
    CHECK_FALSE(page.can_open(QStringLiteral("/x/a.sqlite"), "SQLite format 3"));
    CHECK_FALSE(page.can_open(QStringLiteral("/x/a.csv"), "name,type"));
    const QString cycles = QStringLiteral(FRACBIT_SOURCE_DIR "/traces/samples/sample.cycles.csv");
    shown.open(cycles);
    CHECK(shown.failures.back() ==
          cycles + ":1: this is no event trace, which starts with '# fracbit event trace'; `fracbit "
                   "simulate --trace events=FILE` writes one");
    CHECK(shown.find<QLabel>("timeline_hint")->isVisible());
}

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

TEST_CASE("A file that cannot be read leaves what was open") {
    OpenPage shown;
    shown.open(shown.trace);
    const QString broken = shown.folder.filePath(QStringLiteral("cut.events.csv"));
    QFile whole(shown.trace);
    REQUIRE(whole.open(QIODevice::ReadOnly));
    QFile cut(broken);
    REQUIRE(cut.open(QIODevice::WriteOnly));
    cut.write(whole.read(100'000));
    cut.close();
    shown.open(broken);
    CHECK(shown.failures ==
          QStringList{broken + ": the trace ends without its '# end_cycle' line: it was cut off; write it again"});
    shown.open(shown.folder.filePath(QStringLiteral("none.events.csv")));
    CHECK(shown.failures.back().endsWith(QStringLiteral("No such file or directory")));
    CHECK(shown.view().isVisible());
    CHECK(shown.page.state()[QStringLiteral("file")].toString() == shown.trace);
    CHECK(shown.page.open_files() == QStringList{shown.trace});
}

TEST_CASE("A trace that is written to while it is open is reported, and the page lives on") {
    OpenPage shown;
    shown.open(shown.trace);
    QFile file(shown.trace);
    REQUIRE(file.open(QIODevice::Append));
    file.write("more\n");
    file.close();
    shown.page.next_stall();
    REQUIRE(wait_for([&] { return !shown.failures.isEmpty(); }));
    CHECK(shown.failures[0].contains(QStringLiteral("the file was changed after it was opened")));
    CHECK(shown.view().range().is_whole());
}

TEST_CASE("Reading can be cancelled, and the page may go away meanwhile") {
    OpenPage shown;
    shown.page.open(shown.trace);
    shown.find<QPushButton>("timeline_cancel")->click();
    CHECK(shown.find<QLabel>("timeline_hint")->isVisible());
    QTest::qWait(50);
    CHECK(shown.notices.isEmpty());
    CHECK(shown.failures.isEmpty());
    {
        TimelinePage short_lived;
        short_lived.open(shown.trace);
    }
    shown.open(shown.trace);
    CHECK(shown.view().isVisible());
}

TEST_CASE("File, cycles on screen and cursor survive a restart, and the file is read when the page is seen") {
    OpenPage shown;
    shown.open(shown.trace);
    ViewRange range(100'000);
    range.show(30'000, 31'000);
    shown.view().set_range(range);
    shown.view().set_cursor(30'500);
    const QJsonObject state = shown.page.state();

    TimelinePage later;
    later.restore(state);
    CHECK(later.state() == state); // not read yet
    later.show();
    auto* view = later.findChild<TimelineView*>();
    REQUIRE(wait_for([&] { return view->cursor() == 30'500; }));
    CHECK((view->range() == range));
    CHECK(later.state() == state);

    TimelinePage without;
    QStringList notices;
    QObject::connect(&without, &Page::noticed, [&](const QString& message) { notices << message; });
    without.restore({{QStringLiteral("file"), QStringLiteral("/nowhere/x.events.csv")}});
    CHECK(without.state().isEmpty());
    REQUIRE(notices.size() == 1);
    CHECK(notices.front().startsWith(QStringLiteral("/nowhere/x.events.csv, which was open")));
    without.restore({{QStringLiteral("unknown"), 5}});
    CHECK(without.state().isEmpty());
}

TEST_CASE("The lanes become a picture with names and numbers as text") {
    OpenPage shown;
    shown.open(shown.trace);
    const QString path = shown.folder.filePath(QStringLiteral("lanes.svg"));
    save_widget(shown.view(), path);
    QFile file(path);
    REQUIRE(file.open(QIODevice::ReadOnly));
    const QByteArray svg = file.readAll();
    for (const char* text : {"scaler", "bursts", "first", "second", "100,000", "waits for room", "long on arch"})
        CHECK(svg.contains(text));
}
