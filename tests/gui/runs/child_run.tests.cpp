#include "gui/runs/run_table.hpp"
#include "tests/gui/qt_events.hpp"

#include <QAbstractItemModelTester>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>

#include <catch2/catch.hpp>

#include <csignal>
#include <functional>

using namespace fracbit;

namespace {

/// A shell in the place of fracbit.
std::unique_ptr<gui::ChildRun> shell_run(const QString& script) {
    return std::make_unique<gui::ChildRun>(gui::RunCommand{"test", {"-c", script}, {}, {}}, "/bin/sh");
}

std::unique_ptr<gui::ChildRun> ended(const QString& script) {
    auto run = shell_run(script);
    REQUIRE(tests::wait_for([&] { return !run->active(); }));
    return run;
}

} // namespace

TEST_CASE("A run that ends well is done, its output is the log, its progress is not") {
    const auto run = ended("echo result; echo 'progress 0.25 half of half' >&2; echo note >&2");
    CHECK(run->state() == gui::RunState::done);
    CHECK(run->share() == 1);
    CHECK(run->progress() == "half of half");
    CHECK(run->log().contains("result\n"));
    CHECK(run->log().contains("note\n"));
    CHECK_FALSE(run->log().contains("\nprogress"));
    CHECK(run->problem().isEmpty());
}

TEST_CASE("A run that fails says what the program said") {
    const auto run = ended("echo 'fracbit: error: no such network' >&2; exit 2");
    CHECK(run->state() == gui::RunState::failed);
    CHECK(run->problem() == "no such network");
    CHECK(run->log().count("no such network") == 2); // in the command, and what it said
    CHECK(ended("exit 7")->problem() == "it ended with status 7; its log may say why");
}

TEST_CASE("A run that crashes or is killed says so, and nothing else happens") {
    CHECK(ended("kill -SEGV $$")->problem().contains("it crashed (signal 11)"));
    const auto run = shell_run("sleep 100");
    REQUIRE(tests::wait_for([&] { return run->process_id() > 0; }));
    ::kill(static_cast<pid_t>(run->process_id()), SIGKILL);
    REQUIRE(tests::wait_for([&] { return !run->active(); }));
    CHECK(run->state() == gui::RunState::failed);
    CHECK(run->problem().startsWith("it was killed"));
    CHECK(run->problem().endsWith("; start it again"));
}

TEST_CASE("An exploration that is killed goes on in its store, and is told so") {
    const QTemporaryDir folder;
    const QString store = folder.filePath("a.sqlite");
    gui::ChildRun run({"test", {"-c", "echo row > '" + store + "'; kill -KILL $$"}, store, {}}, "/bin/sh");
    REQUIRE(tests::wait_for([&] { return !run.active(); }));
    CHECK(run.problem().endsWith("; start it again with the same settings, and it goes on in its store"));
    CHECK(run.result() == store); // what it wrote can be looked at
}

TEST_CASE("A store that a failed run did not write is not its result, not even after a restart") {
    const QTemporaryDir folder;
    const QString store = folder.filePath("a.sqlite");
    QFile file(store);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("of others");
    file.close();
    gui::ChildRun run({"test", {"-c", "exit 2"}, store, {}}, "/bin/sh");
    CHECK(run.result() == store); // a store can be looked at while it grows
    REQUIRE(tests::wait_for([&] { return !run.active(); }));
    CHECK(run.result().isEmpty());
    const auto kept = gui::run_record_from(gui::to_json(run.record()));
    REQUIRE(kept);
    CHECK(gui::ChildRun(*kept).result().isEmpty());
    gui::ChildRun good({"test", {"-c", "exit 0"}, store, {}}, "/bin/sh");
    REQUIRE(tests::wait_for([&] { return !good.active(); }));
    CHECK(good.result() == store);
}

TEST_CASE("The last line counts without its end, and a cancelled run of an earlier session says no share") {
    CHECK(ended("printf 'fracbit: error: the disk is full' >&2; exit 1")->problem() == "the disk is full");
    gui::RunRecord record;
    record.command.title = "an exploration";
    record.state = gui::RunState::cancelled;
    CHECK(gui::share_text(gui::ChildRun(record)).isEmpty());
    record.state = gui::RunState::done;
    CHECK(gui::share_text(gui::ChildRun(record)) == "100 %");
}

TEST_CASE("A failed run that added only to the journal of its store has a result") {
    const QTemporaryDir folder;
    const QString store = folder.filePath("a.sqlite");
    const QString script = "echo row > '" + store + "-wal'; exit 1";
    QFile file(store);
    REQUIRE(file.open(QIODevice::WriteOnly));
    file.write("of an earlier run");
    file.close();
    gui::ChildRun run({"test", {"-c", script}, store, {}}, "/bin/sh");
    REQUIRE(tests::wait_for([&] { return !run.active(); }));
    CHECK(run.state() == gui::RunState::failed);
    CHECK(run.result() == store);
}

TEST_CASE("A row says the share of a run once, rounded down") {
    gui::RunTable table;
    table.add(shell_run("echo 'progress 0.2599 900 points, front 3, 26 %, 16 s left' >&2; sleep 100"));
    const auto text = [&] { return table.index(0, gui::RunTable::progress).data().toString(); };
    REQUIRE(tests::wait_for([&] { return !text().isEmpty(); }));
    CHECK(text() == "25 %, 900 points, front 3, 16 s left");
    CHECK(gui::share_text(*table.run(0)) == "25 %");
}

TEST_CASE("A cancelled run is asked to stop, and is cancelled whatever its status") {
    const auto run = shell_run("trap 'exit 1' TERM; echo set; while :; do sleep 0.05; done");
    REQUIRE(tests::wait_for([&] { return run->log().endsWith("\nset\n"); }));
    run->cancel();
    CHECK(run->state() == gui::RunState::stopping);
    run->cancel();
    REQUIRE(tests::wait_for([&] { return !run->active(); }));
    CHECK(run->state() == gui::RunState::cancelled);
}

TEST_CASE("A program that is not there is a failed run") {
    gui::ChildRun run({"test", {}, {}, {}}, "/nowhere/fracbit");
    REQUIRE(tests::wait_for([&] { return !run.active(); }));
    CHECK(run.problem().startsWith("/nowhere/fracbit could not be started"));
    gui::ChildRun none({"test", {}, {}, {}}, "");
    REQUIRE(tests::wait_for([&] { return !none.active(); }));
    CHECK(none.problem() == "the program fracbit was found neither beside fracbit-gui nor in the PATH");
}

TEST_CASE("A run that is forgotten takes its process with it") {
    auto run = shell_run("sleep 100");
    REQUIRE(tests::wait_for([&] { return run->process_id() > 0; }));
    const auto process = static_cast<pid_t>(run->process_id());
    run.reset();
    CHECK(::kill(process, 0) != 0);
}

TEST_CASE("The log of a talkative run keeps its end") {
    const auto run = ended("i=0; while [ $i -lt 20000 ]; do echo \"line number $i of many\"; i=$((i+1)); done");
    CHECK(run->log().size() <= gui::ChildRun::most_log);
    CHECK(run->log().endsWith("line number 19999 of many\n"));
}

TEST_CASE("A letter of several bytes that comes in two pieces is one letter of the log") {
    const QTemporaryDir folder;
    const QString go_on = folder.filePath("go_on");
    const auto run =
        shell_run("printf 'b\\303'; while [ ! -e " + go_on + " ]; do sleep 0.01; done; printf '\\274cher\\n'");
    QSignalSpy changed(run.get(), &gui::ChildRun::changed);
    REQUIRE(tests::wait_for([&] { return !changed.isEmpty(); }));
    QFile file(go_on);
    REQUIRE(file.open(QIODevice::WriteOnly));
    REQUIRE(tests::wait_for([&] { return !run->active(); }));
    CHECK(run->log().endsWith(QStringLiteral("b\u00fccher\n")));
}

TEST_CASE("The table of runs is a well-behaved item model") {
    gui::RunTable table;
    const QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::Fatal);
    table.add(shell_run("exit 0"));
    table.add(shell_run("sleep 100"));
    CHECK(table.rowCount() == 2);
    REQUIRE(tests::wait_for([&] { return table.active() == 1; }));
    CHECK(table.index(0, gui::RunTable::state).data().toString() == "done");
    CHECK(table.index(1, gui::RunTable::state).data().toString() == "running");
    CHECK(table.index(0, 0).data(Qt::ToolTipRole).toString() == "-c 'exit 0'");
    table.remove_ended();
    CHECK(table.rowCount() == 1);
    CHECK(table.run(1) == nullptr);
}
