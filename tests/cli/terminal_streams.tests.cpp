// What is written to which stream, and how wide, where some of them are a terminal; and progress for programs.
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace fracbit::tests;
using Catch::Contains;

namespace {

/// What appears on a terminal of `columns` characters while a shell runs the command; carriage returns are left out.
std::string seen_on_terminal(const std::string& command, int columns) {
    winsize size{};
    size.ws_row = 40;
    size.ws_col = static_cast<unsigned short>(columns);
    int terminal = -1;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
    REQUIRE(child >= 0);
    if (child == 0) {
        ::setenv("TERM", "xterm", 1);
        ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
        ::_exit(127);
    }
    std::string seen;
    char buffer[4096];
    for (ssize_t count = 0; (count = ::read(terminal, buffer, sizeof buffer)) > 0;)
        seen.append(buffer, static_cast<std::size_t>(count));
    int status = 0;
    ::waitpid(child, &status, 0);
    ::close(terminal);
    CHECK(status == 0);
    seen.erase(std::remove(seen.begin(), seen.end(), '\r'), seen.end());
    return seen;
}

struct SmallRun {
    TemporaryFolder folder;
    std::string command = "'" FRACBIT_PROGRAM "'";
    SmallRun() {
        for (const std::string& word : simulate_small(folder.file("net.csv"))) command += " '" + word + "'";
    }
};

const std::string cleared = "\x1b[K";

} // namespace

TEST_CASE("a terminal's own width counts, whatever COLUMNS says") {
    const std::string seen = seen_on_terminal("COLUMNS=40 " + SmallRun().command, 70);
    const std::string table = seen.substr(seen.rfind(cleared) + cleared.size());
    CHECK(longest_line(table) > 40);
    CHECK(longest_line(table) <= 70);
}

TEST_CASE("progress is cut to the terminal's width and cleared before the table") {
    const std::string seen = seen_on_terminal(SmallRun().command, 30);
    CHECK_THAT(seen, Contains("image 1 of 1, layer 1 of 3 (f" + cleared));
    CHECK_THAT(seen, Contains(cleared + cleared));
}

TEST_CASE("progress goes to standard error if that is a terminal that can show it, and nowhere else") {
    const SmallRun run;
    const std::string file = run.folder.file("out"), shown = "image 1 of 1, layer 1 of 3";
    CHECK_THAT(seen_on_terminal(run.command + " >'" + file + "'", 80), Contains(shown));
    CHECK_THAT(read_text(file), !Contains(cleared) && Contains("total"));
    const std::string seen = seen_on_terminal(run.command + " 2>'" + file + "'", 80);
    CHECK_THAT(seen, !Contains(shown) && Contains("total"));
    CHECK(read_text(file).empty());
    const std::string dumb = seen_on_terminal("TERM=dumb " + run.command, 80);
    CHECK_THAT(dumb, !Contains(cleared) && !Contains(shown) && Contains("total"));
}

TEST_CASE("programs get progress as lines with a share, or a dash where it is not known") {
    const SmallRun run;
    const RunOptions lines{0, "", "", {{"FRACBIT_PROGRESS", "lines"}}};
    const auto simulated = run_fracbit(simulate_small(run.folder.file("net.csv")), lines);
    CHECK_THAT(simulated.err, Catch::StartsWith("progress 0.0000 image 1 of 1, layer 1 of 3 (first), 0 cycles\n"));
    const auto inferred = run_fracbit({"infer", "--model", repository("examples/models/lenet5_q1_8x20_tap2.h5"),
                                       "--data-dir", repository("examples/digits")},
                                      lines);
    CHECK_THAT(inferred.err, Catch::StartsWith("progress - image 0 of 20\n"));
}
