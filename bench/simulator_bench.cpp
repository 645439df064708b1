// Simulated cycles per second of the SystemC machine, all counters on, no trace, with and without event skipping.
//
// What bounds it: a visited cycle costs one timed kernel step and eleven method calls (about 0.15 us); array passes,
// drains and bursts are visited once each, so a compute-bound layer is bounded by the array's arithmetic (rows x columns
// products a vector), a decode-bound one by one visit a cycle plus lanes x popcount(seed) column XORs.
#include "models/inference/synthetic_workload.hpp"
#include "models/network/network_csv.hpp"
#include "sim/simulate.hpp"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <string>
#include <memory>
#include <sys/resource.h>
#include <vector>

using namespace fracbit;

namespace {

struct Case {
    std::string network, format;
    models::SyntheticSpec spec;
};

double peak_mib() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024;
}

/// Hands out layers that were made before, so that only the machine is timed.
class Prepared final : public models::Workload {
public:
    explicit Prepared(const models::Workload& source) : source_(source) {
        for (int i = 0; i < static_cast<int>(source.network().layers.size()); ++i) layers_.push_back(source.layer(i));
    }
    [[nodiscard]] const models::Network& network() const override { return source_.network(); }
    [[nodiscard]] std::shared_ptr<const models::QuantizedLayer> layer(int i) const override { return layers_[static_cast<std::size_t>(i)]; }

private:
    const models::Workload& source_;
    std::vector<std::shared_ptr<const models::QuantizedLayer>> layers_;
};

void run(const Case& c, const models::Architecture& architecture, const std::string& root) {
    const models::Network network = models::read_network(root + "/examples/networks/" + c.network + ".csv");
    const models::SyntheticWorkload drawn(network, c.spec);
    const Prepared workload(drawn);
    const auto with = sim::simulate(architecture, workload, {});
    sim::SimulationOptions every_cycle;
    every_cycle.skip_idle = false;
    const auto without = sim::simulate(architecture, workload, {}, every_cycle);
    const auto rate = [](const models::SimulationResult& r) { return static_cast<double>(r.total_cycles.count()) / r.seconds / 1e6; };
    fmt::print("{:<14} {:<24} {:>12} {:>10.2f} {:>10.2f} {:>12.0f}\n", c.network, c.format, with.total_cycles.count(), rate(with),
               rate(without), peak_mib());
    if (with.total_cycles != without.total_cycles) {
        fmt::print(stderr, "skipping changed the result: {} against {} cycles\n", with.total_cycles.count(), without.total_cycles.count());
        std::exit(1);
    }
}

models::SyntheticSpec spec(models::WeightFormat format, int n_in, int n_out, int taps) {
    models::SyntheticSpec s;
    s.format = format;
    s.order = models::StorageOrder::k_major;
    s.xor_spec.n_in = n_in;
    s.xor_spec.n_out = n_out;
    s.xor_spec.taps = taps;
    return s;
}

} // namespace

int main(int argc, char** argv) {
    const std::string root = argc > 1 ? argv[1] : FRACBIT_SOURCE_DIR;
    const models::Architecture edge = models::read_architecture(root + "/examples/arch/edge.toml");
    fmt::print("{:<14} {:<24} {:>12} {:>10} {:>10} {:>12}\n", "network", "format", "cycles", "Mcycle/s", "no skip", "peak MiB");
    for (const char* network : {"alexnet_fc6", "resnet18"}) {
        run({network, "8->10 tap 2", spec(models::WeightFormat::flexor, 8, 10, 2)}, edge, root);
        run({network, "20->188", spec(models::WeightFormat::flexor, 20, 188, 0)}, edge, root);
        run({network, "binary", spec(models::WeightFormat::binary, 8, 10, 2)}, edge, root);
    }
    models::SyntheticSpec pruned = spec(models::WeightFormat::sparse, 20, 222, 0);
    pruned.pruned.sparsity = 0.91;
    for (const models::MaskFormat mask : {models::MaskFormat::bitmap, models::MaskFormat::relative_index, models::MaskFormat::low_rank}) {
        pruned.pruned.mask = mask;
        run({"alexnet_fc6", fmt::format("{}, 20->222", to_string(mask)), pruned}, edge, root);
    }
    pruned.format = models::WeightFormat::csr;
    pruned.order = models::StorageOrder::tiled;
    run({"alexnet_fc6", "csr, tiled", pruned}, edge, root);
    models::Architecture dense = edge;
    dense.array.mode = models::ArrayMode::dense;
    run({"resnet18", "dense8", spec(models::WeightFormat::dense8, 8, 10, 2)}, dense, root);
}
