#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::tests;
using Catch::Contains;

TEST_CASE("Standard output in a pipe is the table alone, without control characters, 80 characters wide") {
    const TemporaryFolder folder;
    const auto outcome = run_fracbit(simulate_small(folder.file("net.csv")), {0, "", "", {{"COLUMNS", ""}}});
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    CHECK_THAT(outcome.out, Contains("cycles") && Contains("array"));
    CHECK(outcome.out.find_first_of("\r\x1b") == std::string::npos);
    CHECK(longest_line(outcome.out) <= 80);
    CHECK(longest_line(outcome.out) > 60);
}

TEST_CASE("Tables fit the width that COLUMNS gives") {
    const TemporaryFolder folder;
    const auto simulate = simulate_small(folder.file("net.csv"));
    for (const char* columns : {"30", "50", "120"}) {
        const auto outcome = run_fracbit(simulate, {0, "", "", {{"COLUMNS", columns}}});
        INFO(outcome.out);
        CHECK(outcome.status == 0);
        CHECK(longest_line(outcome.out) <= std::stoul(columns));
        CHECK_THAT(outcome.out, Contains("total"));
    }
}

TEST_CASE("A terminal shows progress and a table of its own width") {
    const TemporaryFolder folder;
    const auto outcome = run_on_terminal(simulate_small(folder.file("net.csv")), 60);
    CHECK(outcome.status == 0);
    CHECK_THAT(outcome.out, Contains("image 1 of 1, layer 1 of 3 (first)") && Contains("\x1b[K"));
    CHECK(longest_line(outcome.out.substr(outcome.out.rfind("\x1b[K") + 3)) <= 60);
}
