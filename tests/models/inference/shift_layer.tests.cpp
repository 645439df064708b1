// Powers of two as weights (docs/arithmetic.md): what their bits mean, and the layer there that a pencil works out.
#include "models/inference/integer_layer.hpp"
#include "models/inference/model_weights.hpp"
#include "models/inference/shift_codes.hpp"
#include "models/xor/xor_decoder.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>

using namespace fracbit;
using namespace fracbit::models;

namespace {

/// "101 010": bits in the order in which they lie.
BitVector string_of(const std::string& text) {
    BitVector bits;
    for (const char c : text) {
        if (c == ' ') continue;
        bits.resize(bits.size() + 1);
        bits.set(bits.size() - 1, c == '1');
    }
    return bits;
}

Layer fully_connected(std::int64_t inputs, std::int64_t outputs) {
    Layer layer;
    layer.name = "fc";
    layer.kind = LayerKind::linear;
    layer.input = {inputs, 1, 1};
    layer.out_channels = outputs;
    return layer;
}

/// y = clamp(zp + ((3 acc + 20 + 4) >> 3)).
QuantizedLayer shift_row(const std::string& bits, int q, std::uint8_t zero_point) {
    QuantizedLayer quantized;
    quantized.format = WeightFormat::shift;
    quantized.shift_bits = q;
    quantized.planes.push_back({nullptr, string_of(bits)});
    quantized.rescaling.multipliers = {{3}};
    quantized.rescaling.offsets = {20};
    quantized.rescaling.shift = 3;
    quantized.rescaling.zero_point = zero_point;
    return quantized;
}

} // namespace

TEST_CASE("a power of two is a sign and an exponent, lowest bit first") {
    const struct {
        const char* bits;
        int code;
    } codes[] = {
        {"1", 1},    {"0", -1},   {"10", 1},    {"11", 2},    {"00", -1},   {"01", -2},    {"100", 1},
        {"110", 2},  {"101", 4},  {"111", 8},   {"010", -2},  {"011", -8},  {"1000", 1},   {"1100", 2},
        {"1010", 4}, {"1110", 8}, {"1001", 16}, {"1101", 32}, {"1011", 64}, {"1111", 128}, {"0111", -128},
    };
    for (const auto& [bits, code] : codes) {
        INFO(bits);
        const BitVector string = string_of(bits);
        const auto q = static_cast<int>(string.size());
        CHECK(shift_code(string, 0, q) == code);
        CHECK(std::abs(code) <= largest_shift_code(q));
    }
    CHECK(shift_code(string_of("111 010"), 1, 3) == -2);
}

TEST_CASE("the layer of three shift weights that docs/arithmetic.md works out by hand gives 131") {
    const std::vector<std::uint8_t> input{10, 255, 100};
    CHECK(run_layer(fully_connected(3, 1), shift_row("101 010 111", 3, 5), input) == Activations{131});
    // The other sign of the last: 40 - 510 - 800 = -1270, 3 * -1270 + 24 = -3786, >> 3 is -474 and cut at 0.
    CHECK(run_layer(fully_connected(3, 1), shift_row("101 010 011", 3, 5), input) == Activations{0});
}

TEST_CASE("an array of few activation bits takes 8 bits where weights shift") {
    IntegerOptions few;
    few.activation_bits = 2;
    const std::vector<std::uint8_t> input{10, 255, 100};
    CHECK(run_layer(fully_connected(3, 1), shift_row("101 010 111", 3, 5), input, {}, few) == Activations{131});
}

TEST_CASE("shift weights stand for their channel's scale times a power of two, encrypted or not") {
    const Layer layer = fully_connected(2, 2);
    const ShiftWeights plain{2, nullptr, string_of("10 01 11 00"), {0.5F, -3}};
    const std::vector<float> expected{0.5F, -1, -6, 3};
    CHECK(real_weights(layer, {plain, {}}) == expected);
    CHECK(decoded_planes(layer, {plain, {}}) == std::vector<BitVector>{plain.bits});

    // Slices of 3 bits end inside weights: y = (x0, x1, x0 + x1) gives 011, 011 and 10(1).
    const auto network = std::make_shared<const XorNetwork>(2, std::vector<std::uint64_t>{0b01, 0b10, 0b11});
    const ShiftWeights encrypted{2, network, string_of("01 01 10"), {1, 1}};
    const BitVector string = XorDecoder(*network).decode(encrypted.bits, 8);
    CHECK(string == string_of("01 10 11 10"));
    CHECK(real_weights(layer, {encrypted, {}}) == std::vector<float>{-2, 1, 2, 1});
}
