// The timing model beside the SystemC machine on the same networks, machines and weights: how much faster, and whether
// every counter agrees. Then single layers of fixed-rate formats, by microsecond, and evaluations a second.
#include "models/inference/synthetic_workload.hpp"
#include "models/network/network_csv.hpp"
#include "models/timing/shape_workload.hpp"
#include "models/timing/timing_model.hpp"
#include "sim/simulate.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

using namespace fracbit;
using namespace fracbit::models;

namespace {

/// Processor time of the process: a busy machine interrupts long runs and spares short ones.
double now() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Hands out layers that were made before, so that only the engines are timed.
class Prepared final : public Workload {
public:
    explicit Prepared(const Workload& source) : source_(source) {
        for (int i = 0; i < static_cast<int>(source.network().layers.size()); ++i) layers_.push_back(source.layer(i));
    }
    [[nodiscard]] const Network& network() const override { return source_.network(); }
    [[nodiscard]] std::shared_ptr<const QuantizedLayer> layer(int i) const override {
        return layers_[static_cast<std::size_t>(i)];
    }

private:
    const Workload& source_;
    std::vector<std::shared_ptr<const QuantizedLayer>> layers_;
};

/// The least of several runs that take `together` seconds.
double seconds_of(const Architecture& architecture, const Workload& workload, double together) {
    // The clock counts in microseconds: several calls are timed together.
    double least = 1e9, begin = now();
    const double end = begin + together;
    (void)time_network(architecture, workload);
    const int calls = 1 + static_cast<int>(1e-3 / std::max(1e-6, now() - begin));
    for (int run = 0; run < 3 || now() < end; ++run) {
        begin = now();
        for (int call = 0; call < calls; ++call) (void)time_network(architecture, workload);
        least = std::min(least, (now() - begin) / calls);
    }
    return least;
}

/// As a user waits for it, on so many threads: time on the wall, which a busy machine makes longer.
double waited_for(const Architecture& architecture, const Workload& workload, int threads) {
    using Clock = std::chrono::steady_clock;
    double least = 1e9;
    const auto end = Clock::now() + std::chrono::milliseconds(500);
    for (int run = 0; run < 20 || Clock::now() < end; ++run) {
        const auto begin = Clock::now();
        (void)time_network(architecture, workload, 1, true, nullptr, threads);
        least = std::min(least, std::chrono::duration<double>(Clock::now() - begin).count());
    }
    return least;
}

struct Case {
    std::string network, name;
    SyntheticSpec spec;
};

SyntheticSpec spec(WeightFormat format, int n_in, int n_out, int taps) {
    SyntheticSpec s;
    s.format = format;
    s.order = StorageOrder::k_major;
    s.xor_spec.n_in = n_in;
    s.xor_spec.n_out = n_out;
    s.xor_spec.taps = taps;
    return s;
}

void beside_the_machine(const Case& c, const Architecture& architecture, const std::string& root) {
    const SyntheticWorkload drawn(read_network(root + "/examples/networks/" + c.network + ".csv"), c.spec);
    const Prepared workload(drawn);
    SimulationResult machine;
    double machine_seconds = 1e9, seconds = 1e9; // the least of turns, so that both see the machine at its quietest
    constexpr int turns = 5;
    for (int turn = 0; turn < turns; ++turn) {
        const double begin = now();
        machine = sim::simulate(architecture, workload, {});
        machine_seconds = std::min(machine_seconds, now() - begin);
        seconds = std::min(seconds, seconds_of(architecture, workload, 0.2));
    }
    const SimulationResult timing = time_network(architecture, workload);
    bool equal = machine.total_cycles == timing.total_cycles && machine.layers == timing.layers;
    const double one = waited_for(architecture, workload, 1), two = waited_for(architecture, workload, 2);
    fmt::print("{:<14} {:<22} {:>10} {:>10.2f} {:>10.4f} {:>9.0f} {:>7} {:>14.4f} {:>14.4f}\n", c.network, c.name,
               machine.total_cycles.count(), 1e3 * machine_seconds, 1e3 * seconds, machine_seconds / seconds,
               equal ? "equal" : "DIFFER", 1e3 * one, 1e3 * two);
    if (!equal) std::exit(1);
}

/// Layers by themselves: time, events worked through, and the joint period of word, tile, burst and row group.
void layers_of(const std::string& file, const Architecture& architecture, const WeightShape& shape, const char* name,
               const std::string& root) {
    const Network network = read_network(root + "/examples/networks/" + file + ".csv");
    fmt::print("\n{:<26} {:>8} {:>9} {:>9} {:>6} {:>13} {:>13}  {}\n", fmt::format("{} {}", file, name), "us", "events",
               "ns/event", "looks", "inside, words", "joint, words", "target");
    for (const Layer& layer : network.layers) {
        Network one;
        one.name = layer.name;
        one.layers = {layer};
        one.layers[0].source.reset();
        one.layers[0].residual.reset();
        if (layer.kind == LayerKind::add) continue;
        const ShapeWorkload workload(one, shape);
        TimingEffort effort;
        (void)time_network(architecture, workload, 1, true, &effort);
        const double seconds = seconds_of(architecture, workload, 0.1),
                     each = seconds / static_cast<double>(effort.events);
        const bool short_period = effort.period_words <= 1024, met = short_period ? seconds <= 10e-6 : each <= 10e-9;
        const auto words = [](std::int64_t period) { return period > 0 ? fmt::format("{}", period) : "-"; };
        fmt::print("{:<26} {:>8.1f} {:>9} {:>9.1f} {:>6} {:>13} {:>13}  {}{}\n", "  " + layer.name, 1e6 * seconds,
                   effort.events, 1e9 * each, effort.looks, words(effort.inner_period_words),
                   words(effort.period_words), short_period ? "10 us" : "10 ns an event", met ? "" : ", missed");
        std::fflush(stdout);
    }
    const ShapeWorkload whole(network, shape);
    fmt::print("{} {}: {:.0f} evaluations a second and core\n", file, name, 1 / seconds_of(architecture, whole, 0.5));
}

/// Every layer of every example network on the example machines: equal, or the first layer that is not.
void all_networks(const std::string& root) {
    for (const char* name : {"edge", "generous", "starved"}) {
        const Architecture architecture = read_architecture(root + "/examples/arch/" + name + ".toml");
        for (const char* file :
             {"lenet5", "resnet20", "resnet32", "resnet18", "ptb_lstm", "alexnet_fc6", "alexnet", "llama7b_token"}) {
            const Network network = read_network(root + "/examples/networks/" + file + ".csv");
            SyntheticSpec drawn = spec(WeightFormat::flexor, 20, 188, 0);
            drawn.group_rows = architecture.array.rows;
            drawn.tile_columns = architecture.array.columns;
            const SyntheticWorkload workload(network, drawn);
            try {
                const SimulationResult machine = sim::simulate(architecture, workload, {});
                const SimulationResult timing = time_network(architecture, workload);
                std::string verdict = fmt::format("{} layers equal", machine.layers.size());
                for (std::size_t i = machine.layers.size(); i-- > 0;)
                    if (!(machine.layers[i] == timing.layers[i])) verdict = "DIFFER: " + machine.layers[i].name;
                fmt::print("{:<10} {:<14} {:>12} cycles, {}\n", name, file, machine.total_cycles.count(), verdict);
            } catch (const std::exception& error) {
                fmt::print("{:<10} {:<14} refused: {}\n", name, file, error.what());
            }
            std::fflush(stdout);
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string(argv[1]) == "--networks") {
        all_networks(argc > 2 ? argv[2] : FRACBIT_SOURCE_DIR);
        return 0;
    }
    const std::string root = argc > 1 ? argv[1] : FRACBIT_SOURCE_DIR;
    const Architecture edge = read_architecture(root + "/examples/arch/edge.toml");
    Architecture dense = edge;
    dense.array.mode = ArrayMode::dense;
    fmt::print("Processor time on one core (and its ratio); at the right wall time of one design on one and on two "
               "threads.\n");
    fmt::print("{:<14} {:<22} {:>10} {:>10} {:>10} {:>9} {:>7} {:>14} {:>14}\n", "network", "format", "cycles",
               "systemc ms", "timing ms", "ratio", "", "wall 1 thr ms", "wall 2 thr ms");
    for (const char* network : {"resnet18", "alexnet_fc6", "lenet5"}) {
        beside_the_machine({network, "8->10 tap 2", spec(WeightFormat::flexor, 8, 10, 2)}, edge, root);
        beside_the_machine({network, "20->188", spec(WeightFormat::flexor, 20, 188, 0)}, edge, root);
        beside_the_machine({network, "binary", spec(WeightFormat::binary, 8, 10, 2)}, edge, root);
        beside_the_machine({network, "dense8", spec(WeightFormat::dense8, 8, 10, 2)}, dense, root);
    }
    SyntheticSpec pruned = spec(WeightFormat::sparse, 20, 222, 0);
    pruned.pruned.sparsity = 0.91;
    for (const MaskFormat mask : {MaskFormat::bitmap, MaskFormat::relative_index, MaskFormat::low_rank}) {
        pruned.pruned.mask = mask;
        beside_the_machine({"alexnet_fc6", fmt::format("{}, 20->222", to_string(mask)), pruned}, edge, root);
    }
    pruned.format = WeightFormat::csr;
    pruned.order = StorageOrder::tiled;
    beside_the_machine({"alexnet_fc6", "csr, tiled", pruned}, edge, root);

    WeightShape shape;
    shape.order = StorageOrder::k_major;
    XorSpec wide;
    wide.n_in = 20;
    wide.n_out = 188;
    wide.taps = 0;
    fmt::print("\nBound: the loops over events until a period closes (ns/event, with looks and set-up). Targets: 10 us "
               "a layer\n"
               "where the joint period is at most 1024 words, otherwise 10 ns an event. Inside: until word, tile and "
               "burst begin\n"
               "together; joint: until a row group does with them, its scales and outputs at the same places of a "
               "burst.\n");
    for (const char* network : {"resnet18", "alexnet_fc6", "lenet5"}) {
        shape.format = WeightFormat::flexor;
        shape.network = std::make_shared<XorNetwork>(XorSpec{});
        layers_of(network, edge, shape, "8->10", root);
        shape.network = std::make_shared<XorNetwork>(wide);
        layers_of(network, edge, shape, "20->188", root);
        shape.format = WeightFormat::binary;
        layers_of(network, edge, shape, "binary", root);
        shape.format = WeightFormat::dense8;
        layers_of(network, dense, shape, "dense8", root);
    }
}
