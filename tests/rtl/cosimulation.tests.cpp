// The exported RTL beside the SystemC blocks: every push and pop of every FIFO in the same cycle, with the same bits.
// Run one case again with FRACBIT_RTL_CASE=N; FRACBIT_RTL_FOLDER keeps the files.
#include "models/rtl/export_weight_path.hpp"
#include "models/rtl/sv_sources.hpp"
#include "tests/rtl/cosim_module.hpp"
#include "tests/rtl/systemc_bench.hpp"
#include "tests/rtl/tools.hpp"
#include "tests/support/temporary_folder.hpp"

#include "models/files/text_file.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fmt/format.h>
#include <map>
#include <set>
#include <sstream>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::test;

namespace {

constexpr std::uint64_t cases = 24;
#ifdef FRACBIT_FEW_CASES // sanitizers watch our code, not the simulators
constexpr std::uint64_t icarus_cases = 4;
#else
constexpr std::uint64_t icarus_cases = cases;
#endif

/// A path and what SystemC did: with random back-pressure, and without.
struct CosimRun {
    RandomPath path;
    std::vector<Recording> recordings;
};

std::vector<CosimRun> runs_of(std::uint64_t first, std::uint64_t end) {
    std::vector<CosimRun> runs;
    const char* const one = std::getenv("FRACBIT_RTL_CASE");
    if (one != nullptr) end = (first = std::strtoull(one, nullptr, 10)) + 1;
    for (std::uint64_t seed = first; seed < end; ++seed) {
        CosimRun run{random_path(seed), {}};
        INFO(run.path.describe());
        for (const bool random : {true, false}) run.recordings.push_back(run_systemc(run.path, {random, seed}));
        runs.push_back(std::move(run));
    }
    return runs;
}

/// Designs, one cosim module for each run, and a top that holds them all.
std::vector<RtlFile> files_of(const std::vector<CosimRun>& runs) {
    std::map<std::string, RtlFile> files;
    std::string instances, all_done = "1'b1";
    for (const CosimRun& run : runs) {
        for (const RtlFile& file : export_weight_path(run.path.spec).files) files[file.name] = file;
        for (const RtlFile& file : cosim_files(run.path, run.recordings)) files[file.name] = file;
        instances +=
            fmt::format("    logic {0}_done;\n    {0}_cosim {0} (.clk, .done({0}_done));\n", run.path.spec.prefix);
        all_done += " & " + run.path.spec.prefix + "_done";
    }
    std::vector<RtlFile> list;
    for (auto& [name, file] : files) list.push_back(std::move(file));
    list.push_back(
        {"all.sv",
         fmt::format("module all (input logic clk);\n{}    always @(posedge clk) if ({}) $finish;\nendmodule\n",
                     instances, all_done)});
    list.push_back({"sources.sv", sv_source("testbench_sources.sv")});
    return list;
}

/// Where the files go: a folder that the case removes, or the one that is to be looked at.
class Folder {
public:
    Folder() {
        const char* const kept = std::getenv("FRACBIT_RTL_FOLDER");
        path_ = kept != nullptr ? kept : temporary_.path();
    }
    [[nodiscard]] const std::string& path() const { return path_; }

private:
    fracbit::tests::TemporaryFolder temporary_;
    std::string path_;
};

/// The first line in which two logs differ, with those around it.
std::string difference(const std::string& expected, const std::string& found) {
    std::istringstream a(expected), b(found);
    std::string before, left, right;
    for (int line = 1;; ++line) {
        const bool more_a = static_cast<bool>(std::getline(a, left)),
                   more_b = static_cast<bool>(std::getline(b, right));
        if (!more_a && !more_b) return {};
        if (!more_a) left = "(end)";
        if (!more_b) right = "(end)";
        if (left != right)
            return fmt::format("line {}\n  after:   {}\n  SystemC: {}\n  RTL:     {}", line, before, left, right);
        before = left;
    }
}

void compare(const std::vector<CosimRun>& runs, const std::string& folder, const char* simulator) {
    for (const CosimRun& run : runs) {
        INFO(simulator << ", " << run.path.describe());
        INFO("run again: FRACBIT_RTL_CASE=" << run.path.seed << " FRACBIT_RTL_FOLDER=/tmp/rtl rtl_cosimulation_tests");
        CHECK(difference(expected_log(run.recordings), read_text_file(folder + "/" + run.path.spec.prefix + ".log")) ==
              "");
    }
}

} // namespace

TEST_CASE("The RTL moves every FIFO in the cycles of the SystemC blocks under Icarus Verilog") {
#ifdef FRACBIT_IVERILOG
    const std::vector<CosimRun> runs = runs_of(0, icarus_cases);
    const Folder folder;
    write_files(files_of(runs), folder.path());
    write_files(
        {{"icarus.sv",
          "module icarus;\n    logic clk = 1'b0;\n    always #5 clk = ~clk;\n    all all_cases (.clk);\nendmodule\n"}},
        folder.path());
    const ToolRun compiled = run_in(folder.path(), FRACBIT_IVERILOG " -g2012 -s icarus -o all.vvp *.sv rtl/*.sv");
    INFO(compiled.output);
    REQUIRE(compiled.status == 0);
    const ToolRun simulated = run_in(folder.path(), FRACBIT_VVP " -n all.vvp");
    INFO(simulated.output);
    REQUIRE(simulated.status == 0);
    compare(runs, folder.path(), "Icarus Verilog");
#else
    skip("iverilog");
#endif
}

TEST_CASE("The RTL moves every FIFO in the cycles of the SystemC blocks under Verilator") {
#ifdef FRACBIT_VERILATOR
    const std::vector<CosimRun> runs = runs_of(0, cases);
    const Folder folder;
    write_files(files_of(runs), folder.path());
    write_files({{"main.cpp",
                  "#include \"Vall.h\"\nint main() {\n    VerilatedContext context;\n    Vall all(&context);\n"
                  "    while (!context.gotFinish()) {\n        all.clk = !all.clk;\n        all.eval();\n    }\n}\n"}},
                folder.path());
    const ToolRun built = run_in(folder.path(), FRACBIT_VERILATOR
                                 " --cc --exe --build -j 1 -Wno-lint -Wno-fatal --top-module all --output-split 0 "
                                 "-MAKEFLAGS 'OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O0' *.sv rtl/*.sv main.cpp");
    INFO(built.output);
    REQUIRE(built.status == 0);
    const ToolRun simulated = run_in(folder.path(), "obj_dir/Vall");
    INFO(simulated.output);
    REQUIRE(simulated.status == 0);
    compare(runs, folder.path(), "Verilator");
#else
    skip("verilator");
#endif
}
