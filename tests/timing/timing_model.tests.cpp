#include "models/timing/timing_model.hpp"

#include "models/core/error.hpp"
#include "models/network/network_csv.hpp"
#include "models/timing/shape_workload.hpp"
#include "sim/simulate.hpp"
#include "tests/support/message_of.hpp"
#include "tests/timing/comparison.hpp"
#include "tests/timing/drawn_case.hpp"

#include <catch2/catch.hpp>
#include <fmt/format.h>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::test;
using fracbit::tests::message_of;

namespace {

/// docs/machine.md, "A layer by hand".
Architecture pencil_machine() {
    Architecture a;
    a.memory.bytes_per_cycle = Rational(4);
    a.memory.latency = Cycles(3);
    a.memory.burst_bytes = 4;
    a.memory.outstanding = 4;
    a.weights.fill_width = 8;
    a.array.rows = 2;
    a.array.columns = 4;
    return a;
}

Network one_linear(std::int64_t inputs, std::int64_t outputs) {
    Layer layer;
    layer.name = "fc";
    layer.kind = LayerKind::linear;
    layer.input = {inputs, 1, 1};
    layer.out_channels = outputs;
    Network network;
    network.name = "one";
    network.layers = {layer};
    return network;
}

WeightShape binary() {
    WeightShape shape;
    shape.format = WeightFormat::binary;
    return shape;
}

BlockCycles cycles(std::int64_t busy, std::int64_t stall_in, std::int64_t stall_out, std::int64_t idle) {
    return {Cycles(busy), Cycles(stall_in), Cycles(stall_out), Cycles(idle)};
}

} // namespace

TEST_CASE("the layer that docs/machine.md times by hand takes 18 cycles, and 21 with one more of latency") {
    const ShapeWorkload workload(one_linear(4, 2), binary());
    Architecture machine = pencil_machine();
    const SimulationResult result = time_network(machine, workload);
    CHECK(result.engine == "timing");
    CHECK(result.outputs.empty());
    CHECK(result.total_cycles == Cycles(18));
    const LayerResult& layer = result.layers.at(0);
    CHECK(layer.block(BlockId::memory) == cycles(9, 9, 0, 0));
    CHECK(layer.block(BlockId::weight_reader) == cycles(1, 4, 0, 13));
    CHECK(layer.block(BlockId::weight_buffer) == cycles(2, 5, 0, 11));
    CHECK(layer.block(BlockId::tile_loader) == cycles(1, 7, 0, 10));
    CHECK(layer.block(BlockId::array) == cycles(1, 8, 0, 9));
    CHECK(layer.block(BlockId::activation_reader) == cycles(1, 5, 0, 12));
    CHECK(layer.block(BlockId::operand_reader) == cycles(6, 6, 0, 6));
    CHECK(layer.block(BlockId::scaler) == cycles(1, 12, 0, 5));
    CHECK(layer.block(BlockId::output_writer) == cycles(1, 13, 0, 4));
    CHECK(layer.block(BlockId::decoder) == cycles(0, 0, 0, 18));
    CHECK(layer.macs == 8);
    CHECK(layer.stream(StreamId::scales).bursts == 6);
    machine.memory.latency = Cycles(4);
    CHECK(time_network(machine, workload).total_cycles == Cycles(21));
}

TEST_CASE("images and refetches repeat a layer from rest") {
    Network network = one_linear(40, 9);
    network.layers[0].refetches = 3;
    const ShapeWorkload thrice(network, binary()), once(one_linear(40, 9), binary());
    const SimulationResult all = time_network(pencil_machine(), thrice, 2), one = time_network(pencil_machine(), once);
    CHECK(all.total_cycles == 6 * one.total_cycles);
    CHECK(all.layers[0].macs == 6 * one.layers[0].macs);
    CHECK(all.layers[0].stream(StreamId::weights).bytes == 6 * one.layers[0].stream(StreamId::weights).bytes);
    CHECK(all.layers[0].block(BlockId::array).busy == 6 * one.layers[0].block(BlockId::array).busy);
}

TEST_CASE("equal layers count the same and keep their names, other ones do not") {
    Network network = one_linear(40, 40);
    for (const char* name : {"again", "narrow", "last"}) {
        network.layers.push_back(network.layers[0]);
        network.layers.back().name = name;
    }
    network.layers[2].out_channels = 9;
    network.layers[3].input.channels = 9;
    const ShapeWorkload workload(network, binary());
    const SimulationResult result = time_network(pencil_machine(), workload);
    CHECK(result.layers[0].name == "fc");
    CHECK(result.layers[1].name == "again");
    CHECK(result.layers[1].cycles == result.layers[0].cycles);
    CHECK(result.layers[1].blocks == result.layers[0].blocks);
    CHECK(result.layers[2].cycles < result.layers[1].cycles);
    CHECK(result.layers[3].macs == 9 * 40);
}

TEST_CASE("several images count on the timing model what they count on the machine") {
    const RandomCase c = long_case(7);
    const SyntheticWorkload workload(c.network, c.spec);
    const Layer& first = c.network.layers.front();
    const sim::Image image(static_cast<std::size_t>(first.repeat * first.input.elements()));
    const SimulationResult machine = sim::simulate(c.architecture, workload, {image, image, image});
    CHECK(differences(machine, time_network(c.architecture, workload, 3)).empty());
}

TEST_CASE("weights without values take the time of weights with values") {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const RandomCase c = long_case(seed);
        if (c.spec.format == WeightFormat::sparse || c.spec.format == WeightFormat::csr) continue;
        INFO("seed " << seed);
        const SyntheticWorkload drawn(c.network, c.spec);
        WeightShape shape{c.spec.format, c.spec.q, nullptr, c.spec.order, c.spec.group_rows, c.spec.tile_columns};
        if (shape.format == WeightFormat::flexor || shape.format == WeightFormat::shift_xor)
            shape.network = drawn.layer(0)->planes.front().network;
        Architecture a = c.architecture;
        a.weights.decoder_stages = 2; // the planes' networks differ
        SimulationResult with, without;
        try {
            with = time_network(a, drawn);
        } catch (const ConfigError&) {
            continue;
        }
        without = time_network(a, ShapeWorkload(c.network, shape));
        CHECK(differences(with, without).empty());
    }
}

TEST_CASE("a network timed on several threads has the results of one thread") {
    int ran = 0, refused = 0;
    for (std::uint64_t seed = 900; seed < 960; ++seed) {
        const RandomCase c = seed % 2 == 0 ? random_case(seed) : residual_case(seed);
        INFO("seed " << seed << ": " << c.describe());
        const SyntheticWorkload workload(c.network, c.spec);
        const auto time = [&](int threads) {
            return time_network(c.architecture, workload, 2, true, nullptr, threads);
        };
        SimulationResult alone;
        try {
            alone = time(1);
        } catch (const ConfigError& error) {
            ++refused;
            CHECK(message_of<ConfigError>([&] { time(3); }) == error.what());
            continue;
        }
        ++ran;
        for (const int threads : {2, 3, 7}) REQUIRE(differences(alone, time(threads)).empty());
    }
    CHECK(ran > 20);
    CHECK(refused > 0);
}

TEST_CASE("of several layers that are refused the first is named for any number of threads") {
    Network network = one_linear(8, 2);
    for (int i = 1; i < 4; ++i) {
        network.layers.push_back(network.layers[0]);
        network.layers.back().name = fmt::format("fc{}", i);
        network.layers.back().input.channels = 2;
    }
    Architecture machine = pencil_machine();
    machine.activations.buffer_bytes = 1;
    const ShapeWorkload workload(network, binary());
    const std::string alone = message_of<ConfigError>([&] { time_network(machine, workload); });
    CHECK(alone.find("layer 'fc'") == 0);
    CHECK(message_of<ConfigError>([&] { time_network(machine, workload, 1, true, nullptr, 2); }) == alone);
}

TEST_CASE("timing on no threads is refused") {
    const ShapeWorkload workload(one_linear(4, 2), binary());
    CHECK(message_of<ConfigError>([&] { time_network(pencil_machine(), workload, 1, true, nullptr, 0); }) ==
          "threads is 0; 1 or more are allowed");
}

TEST_CASE("effort counts what was worked through and the words until everything begins together") {
    // A row group is 8 of 16 outputs: 8 x 64 bits, 8 words of 64 bits each; two groups hold 16, in two bursts of 64
    // bytes.
    Architecture machine = pencil_machine();
    machine.memory.burst_bytes = 64;
    machine.weights.fill_width = 64;
    machine.weights.reader_bytes = 256;
    machine.array.rows = 8;
    machine.array.columns = 64;
    machine.output.writer_bytes = 128;
    const ShapeWorkload workload(one_linear(64, 16), binary());
    TimingEffort all, skipped;
    time_network(machine, workload, 1, false, &all);
    CHECK(all.looks == 0);
    // 16 words three times, 2 bursts of weights, 1 of activations, 4 of scales and 2 of outputs, 2 loads and passes, 2
    // vectors twice
    CHECK(all.events == 3 * 16 + 2 + 1 + 4 + 2 + 2 + 2 + 2 * 2);
    time_network(machine, workload, 1, true, &skipped);
    CHECK(skipped.events <= all.events);
    CHECK(skipped.looks == 0); // of two row groups none can be skipped
    CHECK(skipped.inner_period_words == 8);
    CHECK(skipped.period_words == 8);
    TimingEffort large, large_skipped;
    const ShapeWorkload fc(one_linear(640, 4000), binary());
    time_network(machine, fc, 1, false, &large);
    time_network(machine, fc, 1, true, &large_skipped);
    CHECK(10 * large_skipped.events < large.events);
    CHECK(large_skipped.looks > 0);
    // 80 words a row group; its 8 outputs begin at the same place of a burst after eight.
    CHECK(large_skipped.inner_period_words == 80); // units are whole row groups
    CHECK(large_skipped.period_words == 8 * 80);
}

TEST_CASE("row groups that drift against the bursts in flight are looked at where they can be alike") {
    // 35 bursts a row group, 16 in flight: the sixteenth finds them as the first did.
    const Architecture machine = read_architecture(FRACBIT_SOURCE_DIR "/examples/arch/edge.toml");
    const ShapeWorkload fc(one_linear(512, 32 * 200), binary());
    TimingEffort all, skipped;
    const SimulationResult slow = time_network(machine, fc, 1, false, &all),
                           fast = time_network(machine, fc, 1, true, &skipped);
    CHECK(slow.layers == fast.layers);
    CHECK(4 * skipped.events < all.events);
    CHECK(skipped.looks < 16);
}

TEST_CASE("every counter equals the machine on example networks and two architectures") {
    for (const char* name : {"edge", "starved"}) {
        const Architecture architecture =
            read_architecture(fmt::format("{}/examples/arch/{}.toml", FRACBIT_SOURCE_DIR, name));
        for (const char* file : {"lenet5", "resnet20"}) {
            INFO(file << " on " << name);
            SyntheticSpec spec;
            spec.group_rows = architecture.array.rows;
            spec.tile_columns = architecture.array.columns;
            spec.order = StorageOrder::k_major;
            const SyntheticWorkload workload(
                read_network(fmt::format("{}/examples/networks/{}.csv", FRACBIT_SOURCE_DIR, file)), spec);
            CHECK(differences(sim::simulate(architecture, workload, {}), time_network(architecture, workload)).empty());
        }
    }
}

TEST_CASE("a layer that does not fit is refused with what to set") {
    struct Refusal {
        void (*change)(Architecture&);
        const char* text;
    };
    const Refusal refusals[] = {
        {[](Architecture& a) { a.weights.buffer_bytes = 0; },
         "layer 'fc': the decoded-weight buffer must hold a tile: set weights.buffer_bytes >= 1, found 0"},
        {[](Architecture& a) { a.weights.reader_bytes = 4; },
         "layer 'fc': the weight reader must hold a word and a burst: set weights.reader_bytes >= 5, found 4"},
        {[](Architecture& a) { a.array.accumulator_depth = 1; },
         "layer 'fc': not one position fits the accumulators: set array.accumulator_depth >= 2, found 1"},
        {[](Architecture& a) { a.activations.buffer_bytes = 3; },
         "layer 'fc': not one position fits the activation buffer: set activations.buffer_bytes >= 4, found 3"},
        {[](Architecture& a) { a.output.writer_bytes = 4; },
         "layer 'fc': the output writer must hold a burst and a vector: set output.writer_bytes >= 6, found 4"},
    };
    const ShapeWorkload workload(one_linear(4, 2), binary());
    for (const Refusal& refusal : refusals) {
        Architecture machine = pencil_machine();
        refusal.change(machine);
        CHECK(message_of<ConfigError>([&] { time_network(machine, workload); }) == refusal.text);
    }
}

TEST_CASE("shapes without values are refused where values decide") {
    WeightShape shape;
    shape.format = WeightFormat::csr;
    CHECK(message_of<ConfigError>([&] { ShapeWorkload(one_linear(4, 2), shape); }) ==
          "weights of format csr cannot be timed without their values: patches, masks and entries decide; give a "
          "model, or draw one");
    shape.format = WeightFormat::flexor;
    CHECK(message_of<ConfigError>([&] { ShapeWorkload(one_linear(4, 2), shape); }) ==
          "weights of format flexor need an XOR network; none was given");
    shape = binary();
    shape.q = 9;
    CHECK(message_of<ConfigError>([&] { ShapeWorkload(one_linear(4, 2), shape); }) ==
          "q is 9; 1 to 8 planes are allowed");
}
