// The program itself where there is no screen.
#include "tests/gui/qt_events.hpp"

#include <QProcess>
#include <QProcessEnvironment>

#include <catch2/catch.hpp>

using namespace fracbit;

namespace {

struct Ended {
    int status;
    QString output, errors;
};

Ended run_without_screen(const QStringList& arguments) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}) environment.remove(QLatin1String(name));
    QProcess program;
    program.setProcessEnvironment(environment);
    program.start(QStringLiteral(FRACBIT_BINARY_DIR "/bin/fracbit-gui"), arguments);
    REQUIRE(program.waitForFinished(tests::patience_ms));
    REQUIRE(program.exitStatus() == QProcess::NormalExit);
    return {program.exitCode(), QString::fromUtf8(program.readAllStandardOutput()),
            QString::fromUtf8(program.readAllStandardError())};
}

} // namespace

TEST_CASE("Help and version are told where there is no screen") {
    const Ended help = run_without_screen({"--help"});
    CHECK(help.status == 0);
    CHECK(help.output.contains("--settings"));
    CHECK(help.errors.isEmpty());
    const Ended version = run_without_screen({"--version"});
    CHECK(version.status == 0);
    CHECK(version.output.startsWith("fracbit-gui "));
}

TEST_CASE("Without a screen the program says in a line what to do, and ends with status 1") {
    const Ended ended = run_without_screen({});
    CHECK(ended.status == 1);
    CHECK(ended.errors.startsWith("fracbit-gui: error: no window can be shown ("));
    CHECK(ended.errors.contains("set DISPLAY or WAYLAND_DISPLAY to a screen"));
    CHECK(ended.errors.count('\n') == 1);
    CHECK(ended.output.isEmpty());
}
