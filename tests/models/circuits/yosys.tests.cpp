// What an independent tool says of the circuits: Yosys reads matrix and netlist without a warning and proves them
// equal.
#include "models/circuits/netlist_verilog.hpp"
#include "models/circuits/synthesis.hpp"
#include "tests/models/circuits/random_matrices.hpp"

#include <catch2/catch.hpp>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>

#include <unistd.h>

using namespace fracbit;
using namespace fracbit::models;

namespace {

bool there_is_yosys() {
    static const bool there = std::system("yosys -V > /dev/null 2>&1") == 0;
    if (!there) std::cout << "SKIPPED: yosys is not installed (apt-get install yosys)\n";
    return there;
}

struct Verdict {
    bool equal = false;
    std::string log;
};

/// A SAT proof that both modules give equal outputs; any warning counts as a failure.
Verdict prove_equal(const XorNetwork& network, const XorNetlist& netlist) {
    const auto folder = std::filesystem::temp_directory_path() / fmt::format("fracbit-yosys.{}", getpid());
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "both.sv") << matrix_verilog(network, "matrix") << netlist_verilog(netlist, "netlist");
    const std::string command = fmt::format(
        "cd {} && yosys -q -e . -p 'read_verilog -sv both.sv; proc; miter -equiv -flatten -make_assert matrix "
        "netlist both; hierarchy -top both; sat -verify -prove-asserts both' > log 2>&1",
        folder.string());
    Verdict verdict;
    verdict.equal = std::system(command.c_str()) == 0;
    std::stringstream log;
    log << std::ifstream(folder / "log").rdbuf();
    verdict.log = log.str();
    std::filesystem::remove_all(folder);
    return verdict;
}

} // namespace

TEST_CASE("yosys proves circuits equal to their matrices") {
    if (!there_is_yosys()) return;
    const auto [n_in, n_out, taps] = GENERATE(
        table<int, int, int>({{1, 1, 1}, {6, 10, 2}, {8, 20, 0}, {10, 24, 0}, {12, 40, 4}, {20, 60, 3}, {64, 100, 2}}));
    const XorNetwork network({n_in, n_out, taps, 3});
    CAPTURE(n_in, n_out, taps);
    for (const std::optional<int> max_depth : {std::optional<int>(), std::optional<int>(4)}) {
        const Verdict verdict = prove_equal(network, synthesize(network, {max_depth, 1}).netlist);
        CAPTURE(verdict.log);
        CHECK(verdict.equal);
        CHECK(verdict.log.empty());
    }
}

TEST_CASE("yosys proves circuits of deficient matrices") {
    if (!there_is_yosys()) return;
    const XorNetwork network(4, {0, 0b0110, 0b0110, 0b0010, 0, 0b0111});
    const Verdict verdict = prove_equal(network, synthesize(network).netlist);
    CAPTURE(verdict.log);
    CHECK(verdict.equal);
}

TEST_CASE("yosys finds a wrong gate") {
    if (!there_is_yosys()) return;
    const XorNetwork network(3, {0b011, 0b110, 0b111});
    CHECK(prove_equal(network, XorNetlist(3, {{0, 1}, {1, 2}, {2, 3}}, {3, 4, 5})).equal);
    CHECK_FALSE(prove_equal(network, XorNetlist(3, {{0, 1}, {1, 2}, {1, 3}}, {3, 4, 5})).equal);
}
