#include "gui/support/plot_style.hpp"
#include "gui/support/shipped_files.hpp"
#include "gui/timeline/trace_sheet.hpp"
#include "tests/gui/timeline/open_timeline.hpp"

#include <QFile>
#include <QJsonObject>
#include <QPushButton>
#include <QTest>

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::gui;
using tests::OpenPage;
using tests::wait_for;

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

TEST_CASE("What cannot be read any more of a trace that is no longer open is not complained of") {
    OpenPage shown;
    shown.open(shown.trace);
    auto* loader = shown.page.findChild<TraceLoader*>();
    auto* sheet = shown.page.findChild<TraceSheet*>();
    const TraceLoader::Index before = sheet->index();
    shown.open(QString::fromStdString(tests::sample_trace));
    QFile file(shown.trace);
    REQUIRE(file.open(QIODevice::Append));
    file.write("more\n");
    file.close();
    bool failed = false;
    QObject::connect(loader, &TraceLoader::read_failed, &shown.page, [&] { failed = true; });
    loader->look_up(before, 5); // as one that was asked for before
    REQUIRE(wait_for([&] { return failed; }));
    CHECK(shown.failures.isEmpty());
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
