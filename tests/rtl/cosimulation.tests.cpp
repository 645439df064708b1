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
    runs.reserve(cases);
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
    list.reserve(files.size() + 2);
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
    if (!is_there(FRACBIT_IVERILOG, "iverilog")) return;
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
}

#ifndef FRACBIT_FEW_CASES
TEST_CASE("The RTL moves every FIFO in the cycles of the SystemC blocks under Verilator") {
    if (!is_there(FRACBIT_VERILATOR, "verilator")) return;
    const std::vector<CosimRun> runs = runs_of(0, cases);
    const Folder folder;
    write_files(files_of(runs), folder.path());
    write_files({{"main.cpp",
                  "#include \"Vall.h\"\nint main() {\n    VerilatedContext context;\n    Vall all(&context);\n"
                  "    while (!context.gotFinish()) {\n        all.clk = !all.clk;\n        all.eval();\n    }\n}\n"}},
                folder.path());
    // Most of the time goes into the C++ compiler: all in one file, not optimized.
    const ToolRun built =
        run_in(folder.path(),
               "OBJCACHE=" FRACBIT_OBJCACHE " " FRACBIT_VERILATOR
               " --cc --exe --build -j 1 -Wno-lint -Wno-fatal -fno-expand --output-split 0 --top-module all "
               "-MAKEFLAGS 'VM_PARALLEL_BUILDS=0 OPT_FAST=-O0 OPT_SLOW=-O0 OPT_GLOBAL=-O0' *.sv rtl/*.sv main.cpp");
    INFO(built.output);
    REQUIRE(built.status == 0);
    const ToolRun simulated = run_in(folder.path(), "obj_dir/Vall");
    INFO(simulated.output);
    REQUIRE(simulated.status == 0);
    compare(runs, folder.path(), "Verilator");
}
#endif

TEST_CASE("The cases of the co-simulation have everything that a weight path can have") {
    std::set<std::string> met;
    for (std::uint64_t seed = 0; seed < cases; ++seed) {
        const RandomPath path = random_path(seed);
        const WeightPathSpec& spec = path.spec;
        met.insert(fmt::format("patches {}, masked {}", to_string(spec.patches), spec.masked));
        met.insert(to_string(path.weights->format));
        met.insert(fmt::format("lanes {}", spec.lanes()));
        met.insert(fmt::format("FIFO depth {}", spec.sizes.fifo_depth));
        if (spec.patches != PatchFormat::none)
            met.insert(fmt::format("{}, {} ports", to_string(spec.patches), spec.sizes.patch_ports));
        if (spec.registers > 0) met.insert(fmt::format("{} with registers", to_string(spec.patches)));
        if (spec.registers > spec.lanes()) met.insert("more registers than lanes");
        if (spec.planes.size() > 1 && *spec.planes[0] != *spec.planes[1]) met.insert("distinct matrices");
        if (spec.patches_differ())
            met.insert(spec.patches == PatchFormat::gaps ? "distinct widths of gaps" : "distinct blocks of counts");
        if (spec.seed_bits() % 8 != 0) met.insert("seeds of no whole bytes");
        if (decoder_stages_of(spec).stages > 2) met.insert("a deep pipeline");
        if (spec.sizes.patch_fifo_depth == 1 && spec.patches != PatchFormat::none) met.insert("patch FIFO depth 1");
        for (const WeightRun& run : path.schedule.weights.runs) {
            if (run.slices % spec.lanes() != 0) met.insert("a short last word");
            if ((run.skip + run.useful_bits) % spec.n_out() != 0) met.insert("a ragged slice");
            if (run.skip > 0 && spec.registers == 0) met.insert("bits of an earlier run");
            if (run.slices > spec.lanes()) met.insert("several words");
        }
    }
    for (const char* feature : {"patches none, masked false",
                                "patches none, masked true",
                                "patches counted, masked true",
                                "patches gaps, masked true",
                                "flexor",
                                "shift-xor",
                                "lanes 1",
                                "lanes 8",
                                "FIFO depth 1",
                                "FIFO depth 8",
                                "counted, 1 ports",
                                "counted, 2 ports",
                                "gaps, 1 ports",
                                "gaps, 2 ports",
                                "counted with registers",
                                "gaps with registers",
                                "more registers than lanes",
                                "distinct matrices",
                                "distinct widths of gaps",
                                "distinct blocks of counts",
                                "seeds of no whole bytes",
                                "a deep pipeline",
                                "patch FIFO depth 1",
                                "a short last word",
                                "a ragged slice",
                                "bits of an earlier run",
                                "several words"}) {
        INFO(feature);
        CHECK(met.count(feature) == 1);
    }
}
