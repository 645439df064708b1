// Every layer has a weight format of its own, and the array works on it as that format asks.
#include "models/core/error.hpp"
#include "models/inference/integer_inference.hpp"
#include "models/inference/synthetic_workload.hpp"
#include "models/timing/timing_model.hpp"
#include "sim/simulate.hpp"
#include "tests/support/drawer.hpp"
#include "tests/timing/comparison.hpp"
#include "tests/timing/drawn_case.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <set>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::test;

namespace {

/// Layer i as the i-th spec draws it.
class MixedWorkload final : public Workload {
public:
    MixedWorkload(const Network& network, const std::vector<SyntheticSpec>& specs) {
        for (const SyntheticSpec& spec : specs) drawn_.push_back(std::make_unique<SyntheticWorkload>(network, spec));
    }
    [[nodiscard]] const Network& network() const override { return drawn_.front()->network(); }
    [[nodiscard]] std::shared_ptr<const QuantizedLayer> layer(int i) const override {
        return drawn_[static_cast<std::size_t>(i)]->layer(i);
    }

private:
    std::vector<std::unique_ptr<SyntheticWorkload>> drawn_;
};

} // namespace

TEST_CASE("layers of different formats stand next to each other on every engine") {
    constexpr std::uint64_t first_seed = 20261101, cases = 150;
    int ran = 0;
    std::set<WeightFormat> formats;
    for (std::uint64_t seed = first_seed; seed < first_seed + cases; ++seed) {
        RandomCase c = random_case(seed);
        tests::Drawer draw(seed);
        // Twice the same layers, which a timing model could take for equal.
        const std::vector<Layer> once = c.network.layers;
        if (c.network.layers.back().output() == c.network.layers.front().input)
            for (Layer layer : once) {
                layer.name += "_again";
                layer.residual.reset();
                c.network.layers.push_back(layer);
            }
        std::string text = c.describe();
        std::vector<SyntheticSpec> specs(c.network.layers.size(), c.spec);
        for (SyntheticSpec& spec : specs) {
            spec.format = draw.pick({WeightFormat::flexor, WeightFormat::binary, WeightFormat::dense8,
                                     WeightFormat::shift, WeightFormat::shift_xor});
            spec.q = static_cast<int>(draw.range(1, 4));
            spec.pruned.registers = 0;
            text += fmt::format("\n  {} with q = {}", to_string(spec.format), spec.q);
        }
        INFO("seed " << seed << ": " << text);
        const MixedWorkload workload(c.network, specs);
        std::vector<std::pair<int, sim::Image>> outputs;
        sim::SimulationOptions options;
        options.inspect_output = [&](int, int layer, const sim::Image& output) { outputs.emplace_back(layer, output); };
        SimulationResult machine;
        try {
            machine = sim::simulate(c.architecture, workload, {}, options);
        } catch (const ConfigError&) {
            continue;
        }
        ++ran;
        for (const SyntheticSpec& spec : specs) formats.insert(spec.format);
        CHECK(differences(machine, time_network(c.architecture, workload)) == "");
        const auto expected = IntegerInference(workload, {c.spec.activation_bits}).outputs({});
        REQUIRE(outputs.size() == expected.size());
        for (const auto& [layer, output] : outputs) {
            INFO("layer " << layer);
            REQUIRE(output == expected[static_cast<std::size_t>(layer)]);
        }
    }
    CHECK(formats.size() == 5);
    CHECK(ran > 100);
}

TEST_CASE("layers that differ in the bits of their powers of two alone are not timed as one") {
    Layer layer;
    layer.name = "narrow";
    layer.kind = LayerKind::linear;
    layer.input = {64, 1, 1};
    layer.out_channels = 64;
    Network network;
    network.name = "two";
    network.layers = {layer, layer};
    network.layers[1].name = "wide";
    SyntheticSpec two, four;
    two.format = four.format = WeightFormat::shift;
    two.q = 2;
    four.q = 4;
    const MixedWorkload workload(network, {two, four});
    const SimulationResult result = time_network({}, workload);
    CHECK(result.layers[0].stream(StreamId::weights).bytes == Bytes(64 * 64 * 2 / 8));
    CHECK(result.layers[1].stream(StreamId::weights).bytes == Bytes(64 * 64 * 4 / 8));
    CHECK(result.layers[0].macs == result.layers[1].macs);
    CHECK(result.layers[1].cycles > result.layers[0].cycles);
}

TEST_CASE("layers whose XOR networks differ in their taps alone are timed once, deeper ones again") {
    Layer layer;
    layer.name = "layer";
    layer.kind = LayerKind::linear;
    layer.input = {200, 1, 1};
    layer.out_channels = 200;
    const auto time = [&](const std::vector<XorSpec>& networks, TimingEffort& effort) {
        Network network;
        network.name = "alike";
        std::vector<SyntheticSpec> specs(networks.size());
        for (std::size_t i = 0; i < networks.size(); ++i) {
            network.layers.push_back(layer);
            network.layers.back().name += fmt::format("{}", i);
            specs[i].xor_spec = networks[i];
        }
        const MixedWorkload workload(network, specs);
        const SimulationResult machine = sim::simulate(Architecture{}, workload, {});
        const SimulationResult timing = time_network(Architecture{}, workload, 1, true, &effort);
        CHECK(differences(machine, timing) == "");
    };
    XorSpec first, other, deep;
    first.taps = other.taps = 2;
    other.seed = first.seed + 1;
    deep.taps = 6;
    TimingEffort once, twice, both;
    time({first}, once);
    time({first, other}, twice);
    time({first, deep}, both);
    CHECK(twice.events == once.events);
    CHECK(both.events > once.events);
}

TEST_CASE("weights of more bits than a cycle fills count the same on both engines") {
    Layer layer;
    layer.name = "conv";
    layer.input = {8, 6, 6};
    layer.out_channels = 10;
    layer.kernel_height = layer.kernel_width = 3;
    RandomCase c;
    c.network.name = "narrow";
    c.network.layers = {layer};
    c.architecture.array.rows = 4;
    c.architecture.array.columns = 8;
    c.spec.order = StorageOrder::k_major;
    c.spec.group_rows = 4;
    c.spec.tile_columns = 8;
    int ran = 0;
    for (const WeightFormat format : {WeightFormat::shift, WeightFormat::shift_xor, WeightFormat::dense8})
        for (const int q : {1, 3, 4})
            for (const std::int64_t width : {1, 2, 3, 5}) {
                c.spec.format = format;
                c.spec.q = q;
                c.architecture.array.mode = is_shift(format) ? ArrayMode::shift : ArrayMode::dense;
                c.architecture.weights.fill_width = width;
                INFO(to_string(format) << ", q " << q << ", fill_width " << width);
                const Comparison both = compare(c);
                CHECK(both.differences.empty());
                ran += both.refused ? 0 : 1;
            }
    CHECK(ran == 36);
}
