// XOR gates of our circuits beside those of Yosys with ABC, as a Markdown table: taps 2, 3, 4 and dense, 6 to 64
// inputs, 10 to 512 outputs. Each circuit is verified; Yosys gets one reduction an output. Of several ABC scripts the
// smallest result counts: XOR, XNOR and AND gates and inverters one each. CPU s is the processor time of
// synthesize(), which uses one thread.
//
//   synthesis_bench                  all networks, all scripts; needs yosys in the PATH (some minutes)
//   synthesis_bench --without-yosys  ours alone (half a minute)
#include "models/circuits/netlist_verilog.hpp"
#include "models/circuits/synthesis.hpp"
#include "models/core/error.hpp"
#include "models/xor/xor_properties.hpp"

#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <unistd.h>

using namespace fracbit;
using namespace fracbit::models;

namespace {

constexpr int shapes[][2] = {{6, 10},   {8, 10},   {8, 20},   {10, 64},  {10, 512}, {12, 20},
                             {16, 128}, {20, 188}, {24, 300}, {32, 256}, {48, 400}, {64, 512}};
constexpr int taps_of[] = {2, 3, 4, 0};

/// The default script, and what was found to be smaller on some networks.
constexpr const char* abc_scripts[] = {"", "-script +strash;dch;map", "-script +strash;dch,-f;map,-a",
                                       "-script +strash;dc2;dc2;dch,-f;map,-a",
                                       "-script +strash;ifraig;scorr;dc2;dch,-f;map"};

class Folder {
public:
    Folder() : path_(std::filesystem::temp_directory_path() / fmt::format("synthesis_bench.{}", getpid())) {
        std::filesystem::create_directories(path_);
    }
    ~Folder() { std::filesystem::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const { return (path_ / name).string(); }

private:
    std::filesystem::path path_;
};

int cells_of(const std::string& stat_file) {
    std::ifstream file(stat_file);
    int cells = 0;
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string kind;
        int count = 0;
        if (words >> kind >> count && kind.rfind("$_", 0) == 0) cells += count;
    }
    return cells;
}

/// Gates of the smallest result of all scripts.
int smallest_of_abc(const XorNetwork& network, const Folder& folder) {
    std::ofstream(folder.file("matrix.v")) << matrix_verilog(network, "matrix");
    std::ofstream script(folder.file("run.ys"));
    script << "read_verilog -sv " << folder.file("matrix.v")
           << "\nhierarchy -top matrix\nproc\nopt\ntechmap\nopt\ndesign -save start\n";
    int runs = 0;
    for (const char* abc : abc_scripts)
        script << "design -load start\nabc -g AND,XOR,XNOR " << abc << "\nopt_clean\ntee -o "
               << folder.file(fmt::format("{}.stat", runs++)) << " stat\n";
    script.close();
    const std::string command = fmt::format("yosys -q -s {} > {} 2>&1", folder.file("run.ys"), folder.file("log"));
    if (std::system(command.c_str()) != 0) // NOLINT(cert-env33-c): a benchmark runs its peer
        throw Error("yosys failed; is it installed? apt-get install yosys, or run with --without-yosys");
    int smallest = 0;
    for (int i = 0; i < runs; ++i) {
        const int cells = cells_of(folder.file(fmt::format("{}.stat", i)));
        if (i == 0 || cells < smallest) smallest = cells;
    }
    return smallest;
}

struct GeometricMean {
    double logarithms = 0;
    int count = 0;
    void add(double value) {
        logarithms += std::log(value);
        ++count;
    }
    [[nodiscard]] double value() const { return count == 0 ? 0 : std::exp(logarithms / count); }
};

std::string kind_of(int taps) { return taps == 0 ? "dense" : fmt::format("tap {}", taps); }

void run(bool with_yosys) {
    const Folder folder;
    std::map<int, GeometricMean> ratios;
    fmt::print("| network | naive | trees | paar | paar random | boyar-peralta | four russians | **best** | depth | "
               "Yosys+ABC | ratio | CPU s |\n"
               "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n");
    for (const int taps : taps_of)
        for (const auto& [n_in, n_out] : shapes) {
            const XorNetwork network({n_in, n_out, taps, 1});
            fmt::print("| {} -> {} {} | {}", n_in, n_out, kind_of(taps), properties(network).naive_xor2);
            for (int m = 0; m < synthesis_methods; ++m) {
                const auto netlist = synthesize_by(static_cast<SynthesisMethod>(m), network);
                fmt::print(" | {}", netlist ? fmt::format("{}", netlist->xor2()) : "-");
            }
            const std::clock_t start = std::clock();
            const Synthesis ours = synthesize(network);
            const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
            if (!computes(ours.netlist, network)) throw Error("a circuit does not compute its matrix");
            fmt::print(" | **{}** | {}", ours.netlist.xor2(), depth(ours.netlist));
            if (with_yosys) {
                const int abc = smallest_of_abc(network, folder);
                const double ratio = static_cast<double>(ours.netlist.xor2()) / abc;
                ratios[taps].add(ratio);
                fmt::print(" | {} | {:.3f}", abc, ratio);
            } else {
                fmt::print(" | - | -");
            }
            fmt::print(" | {:.2f} |\n", seconds);
            std::fflush(stdout);
        }
    for (const auto& [taps, ratio] : ratios)
        fmt::print("\nRatio, geometric mean of {} networks, {}: {:.3f}\n", ratio.count, kind_of(taps), ratio.value());
}

} // namespace

int main(int argc, char** argv) {
    try {
        run(argc < 2 || std::string_view(argv[1]) != "--without-yosys");
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return static_cast<int>(error.exit_code());
    }
}
