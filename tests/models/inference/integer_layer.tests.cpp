#include "models/inference/integer_layer.hpp"

#include "models/core/error.hpp"
#include "tests/models/inference/random_layer.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <set>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

/// One output channel, one plane, `codes` as bits, y = acc.
QuantizedLayer binary_row(const std::vector<bool>& codes) {
    QuantizedLayer quantized;
    quantized.format = WeightFormat::binary;
    StoredPlane plane;
    plane.bits = BitVector(static_cast<std::int64_t>(codes.size()));
    for (std::size_t i = 0; i < codes.size(); ++i) plane.bits.set(static_cast<std::int64_t>(i), codes[i]);
    quantized.planes = {plane};
    quantized.rescaling.multipliers = {{2}};
    quantized.rescaling.offsets = {0};
    return quantized;
}

Layer linear(std::int64_t inputs, std::int64_t outputs) {
    Layer layer;
    layer.name = "fc";
    layer.kind = LayerKind::linear;
    layer.input = {inputs, 1, 1};
    layer.out_channels = outputs;
    return layer;
}

} // namespace

TEST_CASE("an array layer gives the sums of the reference loops for any shape, storage order and format") {
    constexpr std::uint64_t seed = 20240607;
    INFO("seed " << seed);
    Random random(seed);
    std::set<std::uint8_t> seen;
    for (int i = 0; i < 400; ++i) {
        const LayerCase drawn = draw_layer_case(random);
        INFO("case " << i << ": " << to_string(drawn.layer.kind) << ", format "
                     << static_cast<int>(drawn.quantized.format) << ", order "
                     << static_cast<int>(drawn.quantized.order) << ", q " << drawn.quantized.q());
        const auto output =
            run_layer(drawn.layer, drawn.quantized, drawn.input, drawn.residual, {drawn.activation_bits});
        REQUIRE(output == reference_output(drawn));
        seen.insert(output.begin(), output.end());
    }
    CHECK(seen.size() == 256); // the drawn rescalings use the whole range of outputs
}

TEST_CASE("sums are signed and a bit of 1 adds where a 0 subtracts") {
    const Layer layer = linear(3, 1);
    const std::vector<std::uint8_t> input{100, 20, 7};
    CHECK(run_layer(layer, binary_row({true, true, true}), input) == Activations{127});
    CHECK(run_layer(layer, binary_row({true, false, false}), input) == Activations{73});
    CHECK(run_layer(layer, binary_row({false, true, true}), input) == Activations{0});
    QuantizedLayer shifted = binary_row({false, true, true});
    shifted.rescaling.zero_point = 100;
    CHECK(run_layer(layer, shifted, input) == Activations{27});
}

TEST_CASE("one weight and one activation make a layer") {
    CHECK(run_layer(linear(1, 1), binary_row({true}), std::vector<std::uint8_t>{255}) == Activations{255});
}

TEST_CASE("padding takes part with the input's zero point") {
    Layer layer = linear(1, 1);
    layer.kind = LayerKind::conv;
    layer.kernel_height = layer.kernel_width = 3;
    layer.pad_height = layer.pad_width = 1;
    QuantizedLayer quantized = binary_row(std::vector<bool>(9, true));
    quantized.input_zero_point = 10;
    CHECK(run_layer(layer, quantized, std::vector<std::uint8_t>{5}) == Activations{85});
}

TEST_CASE("many rows give what each row gives alone") {
    Random random(5);
    const std::string seed = "seed 5";
    INFO(seed);
    for (int i = 0; i < 30; ++i) {
        LayerCase drawn = draw_layer_case(random);
        const IntegerLayer layer(drawn.layer, std::make_shared<const QuantizedLayer>(drawn.quantized));
        const auto all = layer.run(drawn.input, drawn.residual);
        const auto inputs = static_cast<std::size_t>(drawn.layer.input.elements());
        const auto outputs = static_cast<std::size_t>(drawn.layer.output().elements());
        for (std::size_t row = 0; row < static_cast<std::size_t>(drawn.layer.repeat); ++row) {
            const auto residual = drawn.layer.residual ? std::span(drawn.residual).subspan(row * outputs, outputs)
                                                       : std::span<std::uint8_t>();
            const auto alone = layer.run(std::span(drawn.input).subspan(row * inputs, inputs), residual);
            REQUIRE(std::equal(alone.begin(), alone.end(), all.begin() + static_cast<std::ptrdiff_t>(row * outputs)));
        }
    }
}

TEST_CASE("an activation above the array's bit planes is refused") {
    const std::vector<std::uint8_t> input{7, 8, 0};
    const auto run = [&](int bits) {
        return run_layer(linear(3, 1), binary_row({true, true, true}), input, {}, {bits});
    };
    CHECK(run(4) == Activations{15});
    CHECK(message_of<SimulationError>([&] { run(3); }) ==
          "layer 'fc': input value 8 does not fit 3 activation bits; quantize the model for as many bits as the array "
          "has planes");
    CHECK(message_of<ConfigError>([&] { run(0); }) == "activation_bits is 0, must be 1 to 8");
    CHECK(message_of<ConfigError>([&] { run(9); }) == "activation_bits is 9, must be 1 to 8");
}

TEST_CASE("inputs and residuals of the wrong size are refused") {
    const QuantizedLayer quantized = binary_row({true, true, true});
    Layer layer = linear(3, 1);
    const std::vector<std::uint8_t> two(2), three(3);
    CHECK(message_of<ConfigError>([&] { run_layer(layer, quantized, two); }) ==
          "layer 'fc': 2 input values, must be 3");
    CHECK(message_of<ConfigError>([&] { run_layer(layer, quantized, three, two); }) ==
          "layer 'fc': 2 residual values, must be 0");
    layer.residual = "x";
    CHECK(message_of<ConfigError>([&] { run_layer(layer, quantized, three); }) ==
          "layer 'fc': 0 residual values, must be 1");
    const IntegerLayer ready(linear(3, 1), std::make_shared<const QuantizedLayer>(quantized));
    CHECK(message_of<ConfigError>([&] { (void)ready.run(two, {}); }) ==
          "layer 'fc': 2 input values, must be a multiple of 3");
    CHECK(message_of<ConfigError>([&] { (void)ready.run({}, {}); }) ==
          "layer 'fc': 0 input values, must be a multiple of 3");
}
