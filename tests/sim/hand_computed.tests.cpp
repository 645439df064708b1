// A layer small enough to follow with a pencil. docs/machine.md draws the waveform ("A layer by hand").
#include "models/model/workload.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/pencil.hpp"
#include "tests/sim/state_recorder.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::test;
using models::BlockId;

namespace {

/// Codes of row 0: + - + +, of row 1: - - + -.
void set_codes(models::BitVector& bits) {
    bits.deposit(0, 8, 0b0100'1101);
}

} // namespace

TEST_CASE("a plain 1-bit layer of eight weights takes the 18 cycles that a pencil gives") {
    models::QuantizedNetwork network = pencil_network(4, {0, 40});
    network.layers[0].format = models::WeightFormat::binary;
    network.layers[0].planes = {{nullptr, models::BitVector(8)}};
    set_codes(network.layers[0].planes[0].bits);
    StateRecorder states;
    sim::SimulationOptions options;
    options.sinks = {&states};
    const auto result = sim::simulate(pencil_architecture(), models::StoredWorkload(network), {{10, 20, 30, 40}}, options);

    // acc0 = 10 - 20 + 30 + 40 = 60; acc1 = -10 - 20 + 30 - 40 = -40, 2 * -40 + 40 = -40, clamped at 0.
    CHECK(result.outputs == std::vector<sim::Image>{{60, 0}});
    CHECK(result.total_cycles == Cycles(18));
    //                                                   0         1
    //                                                   012345678901234567
    CHECK(states.of(BlockId::memory) ==            "iiiBBBBBBBBiiiiiiB");
    CHECK(states.of(BlockId::weight_reader) ==     "iiiiB.............");
    CHECK(states.of(BlockId::decoder) ==           "..................");
    CHECK(states.of(BlockId::weight_buffer) ==     "iiiiiBB...........");
    CHECK(states.of(BlockId::tile_loader) ==       "iiiiiiiB..........");
    CHECK(states.of(BlockId::activation_reader) == "iiiiiB............");
    CHECK(states.of(BlockId::operand_reader) ==    "iiiiiiBBBBBB......");
    CHECK(states.of(BlockId::array) ==             "iiiiiiiiB.........");
    CHECK(states.of(BlockId::scaler) ==            "iiiiiiiiiiiiB.....");
    CHECK(states.of(BlockId::vector_unit) ==       "..................");
    CHECK(states.of(BlockId::output_writer) ==     "iiiiiiiiiiiiiB....");
    CHECK(states.gap_free);
    CHECK(states.finished_at == Cycles(18));

    // One burst of weights, one of activations, six of scales (2 x 12 bytes), one of outputs.
    REQUIRE(states.bursts.size() == 9);
    CHECK(states.bursts[0].stream == models::StreamId::weights);
    CHECK(states.bursts[0].payload == 1);
    CHECK(states.bursts[8].issue == Cycles(14));
    CHECK(states.bursts[8].start == Cycles(17));
    CHECK(states.bursts[8].finish == Cycles(18));
    CHECK(states.bursts[8].write);
}

TEST_CASE("the XOR decoder adds its pipeline stage and its FIFO, which the scales hide here") {
    // M = [10; 01; 11; 01]: seed (1, x) gives rows that reach the same codes: 1011 = M(1,0), 0010 = ... is not in the image,
    // so row 1 takes seed (0,1): 0111 -> - + + +.
    models::QuantizedNetwork network = pencil_network(4, {0, 40});
    network.layers[0].format = models::WeightFormat::flexor;
    const auto m = std::make_shared<const models::XorNetwork>(2, std::vector<std::uint64_t>{1, 2, 3, 2});
    network.layers[0].planes = {{m, models::BitVector(4)}};
    network.layers[0].planes[0].bits.deposit(0, 4, 0b10'01); // slice 0: x = (1, 0); slice 1: x = (0, 1)
    StateRecorder states;
    sim::SimulationOptions options;
    options.sinks = {&states};
    const auto result = sim::simulate(pencil_architecture(), models::StoredWorkload(network), {{10, 20, 30, 40}}, options);

    // y0 = (1, 0, 1, 0): 10 - 20 + 30 - 40 = -20 -> 0; y1 = (0, 1, 1, 1): -10 + 20 + 30 + 40 = 80, (160 + 40 + 1) >> 1 = 100.
    CHECK(result.outputs == std::vector<sim::Image>{{0, 100}});
    CHECK(result.total_cycles == Cycles(18));
    //                                                   012345678901234567
    CHECK(states.of(BlockId::weight_reader) ==     "iiiiB.............");
    CHECK(states.of(BlockId::decoder) ==           "iiiiiB............");
    CHECK(states.of(BlockId::weight_buffer) ==     "iiiiiiiBB.........");
    CHECK(states.of(BlockId::tile_loader) ==       "iiiiiiiiiB........");
    CHECK(states.of(BlockId::array) ==             "iiiiiiiiiiB.......");
    CHECK(states.of(BlockId::scaler) ==            "iiiiiiiiiiiiB.....");
    CHECK(result.layers[0].decoded_slices == 2);
    CHECK(result.layers[0].decoded_bits == Bits(8));
}

TEST_CASE("one cycle more of latency moves every arrival by one cycle") {
    models::QuantizedNetwork network = pencil_network(4, {0, 40});
    network.layers[0].format = models::WeightFormat::binary;
    network.layers[0].planes = {{nullptr, models::BitVector(8)}};
    set_codes(network.layers[0].planes[0].bits);
    models::Architecture slower = pencil_architecture();
    slower.memory.latency = Cycles(4);
    const auto result = sim::simulate(slower, models::StoredWorkload(network), {{10, 20, 30, 40}});
    // Four in flight cover only four cycles of latency: bursts 1-4 issue in 0-3, the fifth when the first has gone in 5.
    // S5 issues in 8, finishes in 13; scaler 14, writer 15, write issues in 16 and finishes in 21.
    CHECK(result.total_cycles == Cycles(21));
}

TEST_CASE("traces know the machine, and the cycle in which a transfer begins within another's last") {
    models::QuantizedNetwork network = pencil_network(4, {0, 40});
    network.layers[0].format = models::WeightFormat::binary;
    network.layers[0].planes = {{nullptr, models::BitVector(8)}};
    models::Architecture machine = pencil_architecture();
    machine.memory.bytes_per_cycle = {8, 3}; // a burst takes 3/2 cycles
    machine.clock_mhz = 250;
    StateRecorder states;
    sim::SimulationOptions options;
    options.sinks = {&states};
    sim::simulate(machine, models::StoredWorkload(network), {{10, 20, 30, 40}}, options);
    CHECK(states.header.network == "pencil");
    CHECK(states.header.clock_mhz == 250);
    CHECK(states.header.burst_bytes == 4);
    CHECK(states.header.layers == std::vector<std::string>{"fc"});
    // Data come from 3 on: 3 to 4 1/2, 4 1/2 to 6, 6 to 7 1/2.
    REQUIRE(states.bursts.size() > 2);
    CHECK(states.bursts[0].start == Cycles(3));
    CHECK(states.bursts[0].finish == Cycles(5));
    CHECK(states.bursts[1].start == Cycles(4));
    CHECK(states.bursts[1].finish == Cycles(6));
    CHECK(states.bursts[2].start == Cycles(6));
    CHECK(states.bursts[2].finish == Cycles(8));
}
