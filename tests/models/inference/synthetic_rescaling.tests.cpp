#include "models/inference/synthetic_rescaling.hpp"

#include "models/inference/synthetic_workload.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <set>

using namespace fracbit;
using namespace fracbit::models;

namespace {

Layer shaped_layer(const std::string& name, LayerKind kind, const TensorShape& input, std::int64_t out = 1) {
    Layer layer;
    layer.name = name;
    layer.kind = kind;
    layer.input = input;
    layer.out_channels = out;
    return layer;
}

Network network_of_layers(std::vector<Layer> layers) {
    Network network;
    network.name = "drawn";
    network.layers = std::move(layers);
    return network;
}

QuantizedLayer drawn_layer(const Network& network, int i, double density = 1) {
    QuantizedLayer quantized;
    quantized.format = WeightFormat::binary;
    quantized.planes.resize(2);
    Random random(5);
    draw_rescaling(network, i, 8, random, quantized, density);
    return quantized;
}

} // namespace

TEST_CASE("drawn multipliers differ between channels and planes, a quarter around one gain of 16 bits") {
    const Network network = network_of_layers({shaped_layer("fc", LayerKind::linear, {64, 1, 1}, 100)});
    const auto multipliers = drawn_layer(network, 0).rescaling.multipliers;
    REQUIRE(multipliers.size() == 2);
    CHECK(multipliers[0] != multipliers[1]);
    for (const auto& plane : multipliers) {
        CHECK(std::set<std::int32_t>(plane.begin(), plane.end()).size() > 90);
        const auto [low, high] = std::minmax_element(plane.begin(), plane.end());
        CHECK(*low >= 49152);  // 3/4 of 2^16
        CHECK(*high < 163840); // 5/4 of 2^17
        CHECK(3 * *high <= 5 * *low + 8);
    }
}

TEST_CASE("the two operands of a drawn sum weigh alike and count from their own zero points") {
    Layer plain = shaped_layer("b", LayerKind::conv, {8, 4, 4}, 8),
          sum = shaped_layer("sum", LayerKind::add, {8, 4, 4});
    Layer positive = plain;
    positive.name = "a";
    positive.relu = true;
    sum.residual = "a";
    const Network network = network_of_layers({positive, plain, sum});
    const QuantizedLayer add = drawn_layer(network, 2);
    CHECK(add.input_zero_point == 128);
    CHECK(add.rescaling.residual_zero_point == 0);
    const double other = add.rescaling.residual_multiplier * synthetic_output_size(network, 0, 8).root_mean_square;
    for (const auto m : add.rescaling.multipliers[0])
        CHECK(m * synthetic_output_size(network, 1, 8).root_mean_square == Approx(other).epsilon(0.26));
    Network swapped = network_of_layers({plain, positive, sum});
    swapped.layers[2].residual = "b";
    CHECK(drawn_layer(swapped, 2).rescaling.residual_zero_point == 128);
    CHECK(drawn_layer(network, 1).rescaling.residual_multiplier == 0);
}

TEST_CASE("a drawn ReLU cuts at the zero point") {
    Layer pool = shaped_layer("mean", LayerKind::average_pool, {8, 4, 4});
    pool.relu = true;
    const Network network = network_of_layers({shaped_layer("conv", LayerKind::conv, {8, 4, 4}, 8), pool});
    const Rescaling rescaling = drawn_layer(network, 1).rescaling;
    CHECK(rescaling.zero_point == 128);
    CHECK(rescaling.low == 128);
    CHECK(drawn_layer(network, 0).rescaling.low == 0);
}

TEST_CASE("a quarter of the weights asks for twice the gain") {
    const Network network = network_of_layers({shaped_layer("fc", LayerKind::linear, {64, 1, 1}, 10)});
    const Rescaling all = drawn_layer(network, 0).rescaling, quarter = drawn_layer(network, 0, 0.25).rescaling;
    CHECK(quarter.shift == all.shift - 1);
    CHECK(quarter.multipliers == all.multipliers);
    for (const auto format : {WeightFormat::sparse, WeightFormat::csr}) {
        SyntheticSpec spec;
        spec.format = format;
        spec.order = StorageOrder::tiled;
        spec.group_rows = 8;
        spec.tile_columns = 32;
        spec.xor_spec = {8, 40, 0, 1};
        const auto shift = [&](double sparsity) {
            spec.pruned.sparsity = sparsity;
            return SyntheticWorkload(network, spec).layer(0)->rescaling.shift;
        };
        CHECK(shift(0.9375) == shift(0.75) - 1);
    }
}

TEST_CASE("drawn scores 16 steps apart differ by a factor e") {
    const Network network = network_of_layers({shaped_layer("s", LayerKind::softmax, {4, 1, 1})});
    const auto table = drawn_layer(network, 0).table;
    REQUIRE(table.size() == 512);
    CHECK(table[0] + 256 * table[1] == 65535);
    CHECK(table[32] + 256 * table[33] == 24109); // 65535 / e
}
