// The shift layer that docs/arithmetic.md works out by hand, on the machine.
#include "models/model/workload.hpp"
#include "sim/simulate.hpp"
#include "tests/sim/pencil.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::test;

namespace {

/// 3 inputs: + 4, - 2, + 8 of docs/arithmetic.md, and as second output the same with all signs turned.
models::QuantizedNetwork shift_network() {
    models::QuantizedNetwork network = pencil_network(3, {20, 1200});
    models::QuantizedLayer& layer = network.layers[0];
    layer.format = models::WeightFormat::shift;
    layer.shift_bits = 3;
    layer.planes = {{nullptr, fields(3, {0b101, 0b010, 0b111, 0b100, 0b011, 0b110})}}; // lowest bit first: the sign
    layer.rescaling.multipliers = {{3, 3}};
    layer.rescaling.shift = 3;
    layer.rescaling.zero_point = 5;
    return network;
}

} // namespace

TEST_CASE("the machine shifts, adds and subtracts as docs/arithmetic.md does by hand") {
    for (const auto mode :
         {models::ArrayMode::add_sub, models::ArrayMode::xnor, models::ArrayMode::dense, models::ArrayMode::shift}) {
        models::Architecture architecture = pencil_architecture();
        architecture.array.mode = mode;
        architecture.array.activation_bits = 3;
        const auto result = sim::simulate(architecture, models::StoredWorkload(shift_network()), {{10, 255, 100}});
        // -330: (-990 + 1200 + 4) >> 3 = 26, and 5.
        CHECK(result.outputs == std::vector<sim::Image>{{131, 31}});
        const models::LayerResult& layer = result.layers.at(0);
        CHECK(layer.vectors == 1);
        CHECK(layer.macs == 6);
        CHECK(layer.decoded_bits == Bits(18));
        CHECK(layer.stream(models::StreamId::weights).bytes == Bytes(3));
        CHECK(layer.stream(models::StreamId::scales).bytes == Bytes(2 * 12));
        CHECK(layer.block(models::BlockId::array).busy == Cycles(1)); // whatever the array's mode
        CHECK(layer.block(models::BlockId::tile_loader).busy == Cycles(3)); // 18 bits at 8 a cycle
        CHECK(layer.block(models::BlockId::weight_reader).busy == Cycles(3)); // words of two weights
        CHECK(layer.block(models::BlockId::decoder).busy == Cycles(0));
    }
}

TEST_CASE("weights of 18 bits behind an XOR network are five slices of four") {
    models::QuantizedNetwork network = shift_network();
    models::QuantizedLayer& layer = network.layers[0];
    // y = (x0, x1, x2, x0 + x1 + x2): stored are three bits of each four.
    const auto matrix =
        std::make_shared<const models::XorNetwork>(3, std::vector<std::uint64_t>{0b001, 0b010, 0b100, 0b111});
    layer.format = models::WeightFormat::shift_xor;
    layer.planes = {{matrix, fields(3, {0b101, 0b011, 0b110, 0b001, 0b111})}};
    const auto result = sim::simulate(pencil_architecture(), models::StoredWorkload(network), {{10, 255, 100}});
    // Decoded, first bit left: 1010 1100 0110 1001 11(11): 101 011 000 110 100 111 = +4, -8, -1; +2, +1, +8.
    // 40 - 2040 - 100 = -2100, cut at 0; 20 + 255 + 800 = 1075, (3225 + 1200 + 4) >> 3 = 553, cut at 255.
    CHECK(result.outputs == std::vector<sim::Image>{{0, 255}});
    CHECK(result.layers.at(0).decoded_slices == 5);
    CHECK(result.layers.at(0).decoded_bits == Bits(18));
    CHECK(result.layers.at(0).stream(models::StreamId::weights).bytes == Bytes(2)); // 15 bits
}
