// Signals other than an interrupt from the terminal.
#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>

using namespace fracbit::tests;

namespace {

/// Runs the program as a background job of a shell, sends it the signal as soon as it has begun its file, and waits.
Outcome signalled(const TemporaryFolder& folder, const TemporaryFolder& results, const std::string& words,
                  const std::string& signal) {
    const std::string err = folder.file("err"), status = folder.file("status");
    const std::string command = "'" FRACBIT_PROGRAM "' " + words + " >/dev/null 2>'" + err + "' & p=$!; " +
                                "until [ \"$(ls -A '" + results.path() + "')\" ]; do :; done; kill -" + signal +
                                " $p; wait $p; echo $? >'" + status + "'";
    REQUIRE(std::system(command.c_str()) == 0);
    return {std::stoi(read_text(status)), "", read_text(err)};
}

} // namespace

TEST_CASE("a request to terminate ends a run as an interrupt does") {
    const TemporaryFolder folder, results;
    const std::string words =
        "simulate --network '" + repository("examples/networks/resnet18.csv") + "' --json '" + results.file("r") + "'";
    for (const std::string signal : {"TERM", "HUP"}) {
        CAPTURE(signal);
        const Outcome outcome = signalled(folder, results, words, signal);
        CHECK(outcome.status == 1);
        CHECK(outcome.err == "fracbit: error: interrupted; nothing was written\n");
        CHECK(results.entries() == 0);
    }
}

TEST_CASE("a run whose parent has it ignore interrupts, as shells do for background jobs, goes on") {
    const TemporaryFolder folder, results;
    const Outcome outcome = signalled(folder, results,
                                      "simulate --no-skip --network '" + repository("examples/networks/lenet5.csv") +
                                          "' --json '" + results.file("r") + "'",
                                      "INT");
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    CHECK(read_json(results.file("r"))["total_cycles"] > 0);
}
