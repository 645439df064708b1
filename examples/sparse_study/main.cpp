// sparse_study OUT_DIR [--small]: what a pruned layer costs in several weight formats on the same machine. Writes study.csv,
// study.svg and csr.csv into the folder OUT_DIR, which must exist, and prints each point.
#include "examples/sparse_study/study.hpp"
#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

using namespace fracbit;

namespace {

void write(const std::string& path, const std::string& text) {
    models::AtomicFile file(path);
    file.write(text);
    file.commit();
}

void print(const study::Point& p) {
    std::string csr;
    if (p.csr.slots > 0) {
        const auto share = [&](std::int64_t slots) { return 100.0 * static_cast<double>(slots) / static_cast<double>(p.csr.slots); };
        csr = fmt::format("{:>4} {:>6g} {:8.1f} {:8.1f} {:8.1f}", p.decoders, p.bytes_per_cycle, share(p.csr.fillers), share(p.csr.starved),
                          share(p.csr.unbalanced));
    }
    fmt::print("{:<30} {:>5.2f} {:>10} {:>8.4f} {:>8.1f} {:>8.3f} {}\n", study::name_of(p.format), p.sparsity, p.cycles, p.bits_per_weight(),
               100 * p.bandwidth(), p.kept_magnitude, csr);
    std::fflush(stdout);
}

void run(const std::string& folder, const models::Architecture& architecture, bool small, std::vector<double> sparsities) {
    const study::Layers& layers = small ? study::small : study::alexnet;
    if (sparsities.empty()) sparsities = small ? std::vector{0.5, 0.91} : std::vector{0.5, 0.6, 0.7, 0.8, 0.91, 0.95};
    fmt::print("{:<30} {:>5} {:>10} {:>8} {:>8} {:>8} {}\n", "format", "S", "cycles", "bits/w", "% of bus", "kept |w|",
               "CSR:  D  B/cyc  filler% starved% uneven%");
    const auto points = study::sweep_sparsity(architecture, layers, sparsities, print);
    const auto csr = study::sweep_csr(architecture, layers, 0.91, small ? std::vector{8, 32} : std::vector{4, 8, 16, 32},
                                      small ? std::vector{13} : std::vector{4, 13, 51}, print);
    write(folder + "/study.csv", study::to_csv(points));
    write(folder + "/csr.csv", study::to_csv(csr));
    write(folder + "/study.svg", study::to_svg(points));
    fmt::print("wrote study.csv, csr.csv and study.svg in {}\n", folder);
}

} // namespace

int main(int argc, char** argv) {
    CLI::App app("Dense, CSR and XOR formats of pruned layers on one machine");
    std::string folder, architecture = std::string(FRACBIT_SOURCE_DIR) + "/examples/sparse_study/study.toml";
    bool small = false;
    std::vector<double> sparsities;
    app.add_option("OUT_DIR", folder, "folder for study.csv, csr.csv and study.svg")->required();
    app.add_option("--arch", architecture, "architecture (TOML)")->capture_default_str();
    app.add_option("--sparsity", sparsities, "values of S, 0 to 1")->delimiter(',')->check(CLI::Range(0.0, 1.0));
    app.add_flag("--small", small, "layers of a few hundred rows: seconds instead of minutes");
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : static_cast<int>(ExitCode::bad_input);
    }
    try {
        run(folder, models::read_architecture(architecture), small, sparsities);
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "error: {}\n", error.what());
        return static_cast<int>(error.exit_code());
    }
}
