#include "tests/cli/program.hpp"
#include "tests/support/temporary_folder.hpp"

#include <catch2/catch.hpp>

#include <filesystem>

using namespace fracbit::tests;
using Catch::Contains;

namespace {

std::vector<std::string> with(std::vector<std::string> arguments, const std::vector<std::string>& more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

} // namespace

TEST_CASE("A full disk while tracing ends with status 1 and leaves no file") {
    const TemporaryFolder inputs, outputs;
    const auto simulate = simulate_small(inputs.file("net.csv"));
    for (const char* format : {"events", "cycles", "vcd", "perfetto", "dram", "ramulator2", "dramsim3", "dramsys"}) {
        INFO(format);
        RunOptions full;
        full.file_size_limit = 200; // less than any of these traces
        full.stdout_path = "/dev/null";
        const auto outcome =
            run_fracbit(with(simulate, {"--trace", std::string(format) + "=" + outputs.file("trace")}), full);
        CHECK(outcome.status == 1);
        CHECK_THAT(outcome.err, Catch::StartsWith("fracbit: error: ") && Contains("File too large"));
        CHECK_THAT(outcome.err, !Contains("Warning")); // of the kernel
        CHECK(outputs.entries() == 0);
    }
}

TEST_CASE("A full disk for the JSON or the CSV files ends with status 1 and leaves no file") {
    const TemporaryFolder inputs, outputs;
    const auto simulate = simulate_small(inputs.file("net.csv"));
    RunOptions full;
    full.file_size_limit = 200;
    const auto json = run_fracbit(with(simulate, {"--json", outputs.file("out.json")}), full);
    CHECK(json.status == 1);
    CHECK_THAT(json.err, Contains("out.json") && Contains("File too large"));
    const auto csv = run_fracbit(with(simulate, {"--csv-prefix", outputs.file("r_")}), full);
    CHECK(csv.status == 1);
    CHECK_THAT(csv.err, Contains("_REPORT.csv"));
    CHECK(outputs.entries() == 0);
    const auto device = run_fracbit(with(simulate, {"--json", "/dev/full"}));
    CHECK(device.status == 1);
    CHECK_THAT(device.err, Contains("/dev/full") && Contains("No space left on device"));
    RunOptions full_output;
    full_output.stdout_path = "/dev/full";
    const auto table = run_fracbit(simulate, full_output);
    CHECK(table.status == 1);
    CHECK_THAT(table.err, Contains("standard output") && Contains("No space left on device"));
}

TEST_CASE("A standard error that cannot be written does not change the exit status") {
    const TemporaryFolder folder;
    const std::string network = folder.file("net.csv"), status = folder.file("status");
    write_text(network, small_network());
    const auto status_of = [&](const std::string& words) {
        const std::string command = "FRACBIT_PROGRESS=lines '" FRACBIT_PROGRAM "' " + words + " >'" +
                                    folder.file("out") + "' 2>/dev/full; echo $? >'" + status + "'";
        REQUIRE(std::system(command.c_str()) == 0);
        return read_text(status);
    };
    CHECK(status_of("simulate --network '" + network + "'") == "0\n");
    CHECK(status_of("simulate --network '" + network + "' --json '" + folder.file("no/a.json") + "'") == "1\n");
    CHECK(status_of("simulate --network '" + network + "' --layers none") == "2\n");
}

TEST_CASE("Of the CSV files none is left where the disk is full for the last") {
    const TemporaryFolder inputs, outputs;
    const auto simulate =
        with(simulate_small(inputs.file("net.csv")), {"--csv-prefix", outputs.file("r_"), "--engine", "systemc"});
    RunOptions full;
    full.file_size_limit = 450; // the other two take less
    full.stdout_path = "/dev/null";
    const auto outcome = run_fracbit(simulate, full);
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("r_DETAILED_ACCESS_REPORT.csv': File too large; nothing was left behind"));
    CHECK(outputs.entries() == 0);
}

TEST_CASE("A folder for arrays that cannot be made is named") {
    const TemporaryFolder folder;
    std::filesystem::create_symlink("round", folder.file("round"));
    const auto outcome = run_fracbit({"decode", "--model", repository("examples/models/lenet5_q1_8x20_tap2.h5"),
                                      "--out", folder.file("round/bits")});
    CHECK(outcome.status == 1);
    CHECK_THAT(outcome.err, Contains("cannot make the folder '" + folder.file("round/bits") + "': Too many levels"));
}

TEST_CASE("An encoding whose model could not be written does not even read its input") {
    const TemporaryFolder folder;
    const auto outcome =
        run_fracbit({"encode", "--model", "/nowhere/float.h5", "--n-in", "20", "-o", folder.path(), "--json", "-"});
    CHECK(outcome.status == 1);
    CHECK(outcome.out.empty());
    CHECK_THAT(outcome.err, Contains("cannot open '" + folder.path() + "': Is a directory"));
}

TEST_CASE("A folder that does not exist is found out before the simulation") {
    const TemporaryFolder inputs;
    const auto simulate = simulate_small(inputs.file("net.csv"));
    for (const auto& option : std::vector<std::vector<std::string>>{
             {"--json", "/nowhere/a.json"}, {"--trace", "vcd=/nowhere/a.vcd"}, {"--csv-prefix", "/nowhere/a."}}) {
        const auto outcome = run_fracbit(with(simulate, option), {0, "", "", {{"FRACBIT_PROGRESS", "lines"}}, 0});
        CHECK(outcome.status == 1);
        CHECK(outcome.out.empty());
        CHECK_THAT(outcome.err, Catch::StartsWith("fracbit: error: cannot open '/nowhere/a.") &&
                                    Contains("No such file or directory"));
    }
}

TEST_CASE("An interrupt ends a long simulation with status 1 and leaves no file") {
    const TemporaryFolder outputs;
    RunOptions interrupt;
    interrupt.interrupt_when_exists = outputs.path();
    const auto outcome = run_fracbit({"simulate", "--network", repository("examples/networks/resnet18.csv"), "--json",
                                      outputs.file("out.json"), "--trace", "dram=" + outputs.file("dram.csv")},
                                     interrupt);
    CHECK(outcome.status == 1);
    CHECK(outcome.out.empty());
    CHECK(outcome.err == "fracbit: error: interrupted; nothing was written\n");
    CHECK(outputs.entries() == 0);
}

TEST_CASE("An interrupt ends a synthesis with status 1 and leaves no file") {
    const TemporaryFolder outputs;
    RunOptions interrupt;
    interrupt.interrupt_when_exists = outputs.path();
    const auto outcome = run_fracbit({"synthesize", "--n-in", "40", "--n-out", "400", "--dense", "--dot",
                                      outputs.file("a.dot"), "--verilog", outputs.file("rtl")},
                                     interrupt);
    CHECK(outcome.status == 1);
    CHECK(outcome.out.empty());
    CHECK(outcome.err == "fracbit: error: interrupted; nothing was written\n");
    CHECK(outputs.entries() == 0);
}

TEST_CASE("A reader that goes away is no error") {
    const TemporaryFolder folder;
    const auto simulate = simulate_small(folder.file("net.csv"));
    std::string command = "{ '" FRACBIT_PROGRAM "'";
    for (const std::string& word : simulate) command += " '" + word + "'";
    command += " --json '" + folder.file("out.json") + "' 2>'" + folder.file("err") + "'; echo $? >'" +
               folder.file("status") + "'; } | true";
    REQUIRE(std::system(command.c_str()) == 0);
    CHECK(read_text(folder.file("status")) == "0\n");
    CHECK(read_text(folder.file("err")).empty());
    CHECK(read_json(folder.file("out.json"))["total_cycles"] > 0);
}
