#include "models/inference/vector_layers.hpp"

#include "models/core/random.hpp"
#include "models/inference/integer_layer.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace fracbit;
using namespace fracbit::models;

namespace {

Layer layer_of(LayerKind kind, const TensorShape& input) {
    Layer layer;
    layer.name = "v";
    layer.kind = kind;
    layer.input = input;
    return layer;
}

QuantizedLayer rescaled(std::int64_t channels, std::int32_t multiplier, std::int64_t offset, int shift) {
    QuantizedLayer quantized;
    quantized.rescaling.multipliers = {std::vector<std::int32_t>(static_cast<std::size_t>(channels), multiplier)};
    quantized.rescaling.offsets.assign(static_cast<std::size_t>(channels), offset);
    quantized.rescaling.shift = shift;
    return quantized;
}

std::vector<std::uint8_t> draw_bytes(Random& random, std::int64_t count) {
    std::vector<std::uint8_t> values(static_cast<std::size_t>(count));
    for (auto& value : values) value = static_cast<std::uint8_t>(random.below(256));
    return values;
}

QuantizedLayer exponentials(double scale) {
    QuantizedLayer quantized;
    for (int d = 0; d < 256; ++d) {
        const auto entry = std::lround(65535 * std::exp(-scale * d));
        quantized.table.push_back(static_cast<std::uint8_t>(entry % 256));
        quantized.table.push_back(static_cast<std::uint8_t>(entry / 256));
    }
    return quantized;
}

} // namespace

TEST_CASE("a max pool takes the largest value of each window and padding never wins") {
    Layer layer = layer_of(LayerKind::max_pool, {1, 3, 3});
    layer.kernel_height = layer.kernel_width = 2;
    layer.stride_height = layer.stride_width = 2;
    layer.pad_height = layer.pad_width = 1;
    QuantizedLayer quantized;
    quantized.input_zero_point = 200;
    const std::vector<std::uint8_t> input{1, 2, 3, 4, 5, 6, 7, 8, 9};
    CHECK(run_layer(layer, quantized, input) == Activations{1, 3, 7, 9});
}

TEST_CASE("a max pool's window of padding alone gives the zero point") {
    Layer layer = layer_of(LayerKind::max_pool, {1, 1, 1});
    layer.pad_height = layer.pad_width = 1;
    QuantizedLayer quantized;
    quantized.input_zero_point = 40;
    CHECK(run_layer(layer, quantized, std::vector<std::uint8_t>{9}) == Activations{40, 40, 40, 40, 9, 40, 40, 40, 40});
}

TEST_CASE("an average pool counts padding as the zero point and divides by the whole window") {
    Layer layer = layer_of(LayerKind::average_pool, {1, 1, 3});
    layer.kernel_height = 1;
    layer.kernel_width = 2;
    layer.stride_width = 2;
    layer.pad_width = 1;
    QuantizedLayer quantized = rescaled(1, 1, 0, 1); // half of the sum, rounded half up
    quantized.input_zero_point = 10;
    const std::vector<std::uint8_t> input{5, 20, 21};
    CHECK(run_layer(layer, quantized, input) == Activations{8, 21}); // (10 + 5) / 2, (20 + 21) / 2
}

TEST_CASE("a global average pool sums each channel's image") {
    const Layer layer = layer_of(LayerKind::global_average_pool, {2, 2, 2});
    QuantizedLayer quantized = rescaled(2, 1, 0, 2);
    quantized.rescaling.offsets = {0, 40};
    const std::vector<std::uint8_t> input{1, 2, 3, 4, 10, 20, 30, 40};
    CHECK(run_layer(layer, quantized, input) == Activations{3, 35}); // 2.5 and (100 + 40) / 4
}

TEST_CASE("pools equal the reference loops for any window") {
    constexpr std::uint64_t seed = 77;
    INFO("seed " << seed);
    Random random(seed);
    const auto pick = [&random](int low, int high) {
        return low + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(high - low) + 1));
    };
    for (int i = 0; i < 200; ++i) {
        const bool largest = random.below(2) == 1;
        Layer layer =
            layer_of(largest ? LayerKind::max_pool : LayerKind::average_pool, {pick(1, 3), pick(4, 9), pick(4, 9)});
        layer.repeat = pick(1, 2);
        layer.kernel_height = pick(1, 4);
        layer.kernel_width = pick(1, 4);
        layer.stride_height = pick(1, 3);
        layer.stride_width = pick(1, 3);
        layer.pad_height = pick(0, static_cast<int>(layer.kernel_height) - 1);
        layer.pad_width = pick(0, static_cast<int>(layer.kernel_width) - 1);
        QuantizedLayer quantized =
            rescaled(layer.input.channels, static_cast<std::int32_t>(pick(1, 500)), pick(-999, 999), 10);
        quantized.input_zero_point = static_cast<std::uint8_t>(random.below(256));
        const auto input = draw_bytes(random, layer.repeat * layer.input.elements());
        Activations expected;
        const TensorShape in = layer.input, out = layer.output();
        for (std::int64_t image = 0; image < layer.repeat * in.channels; ++image)
            for (std::int64_t y = 0; y < out.height; ++y)
                for (std::int64_t x = 0; x < out.width; ++x) {
                    int most = -1;
                    std::int64_t sum = 0;
                    for (std::int64_t ky = 0; ky < layer.kernel_height; ++ky)
                        for (std::int64_t kx = 0; kx < layer.kernel_width; ++kx) {
                            const std::int64_t iy = y * layer.stride_height + ky - layer.pad_height;
                            const std::int64_t ix = x * layer.stride_width + kx - layer.pad_width;
                            const bool inside = iy >= 0 && iy < in.height && ix >= 0 && ix < in.width;
                            const int value =
                                inside ? input[static_cast<std::size_t>((image * in.height + iy) * in.width + ix)]
                                       : quantized.input_zero_point;
                            sum += value;
                            if (inside) most = std::max(most, value);
                        }
                    const double real = static_cast<double>(sum * quantized.rescaling.multipliers[0][0] +
                                                            quantized.rescaling.offsets[0]) /
                                        1024;
                    const double rounded = std::floor(real + 0.5);
                    expected.push_back(
                        static_cast<std::uint8_t>(largest ? most : std::min(255.0, std::max(0.0, rounded))));
                }
        REQUIRE(run_layer(layer, quantized, input) == expected);
    }
}

TEST_CASE("an add weighs both operands and rounds once") {
    Layer layer = layer_of(LayerKind::add, {2, 1, 2});
    layer.residual = "other";
    QuantizedLayer quantized = rescaled(2, 1, 0, 1);
    quantized.rescaling.multipliers = {{1, 3}};
    quantized.rescaling.offsets = {0, -6};
    quantized.rescaling.residual_multiplier = 1;
    quantized.rescaling.residual_zero_point = 100;
    const std::vector<std::uint8_t> input{10, 11, 2, 200}, residual{100, 110, 95, 255};
    // (10 + 0)/2, (11 + 10)/2 = 10.5, (6 - 6 - 5)/2 < 0, (600 - 6 + 155)/2 > 255
    CHECK(run_layer(layer, quantized, input, residual) == Activations{5, 11, 0, 255});
}

TEST_CASE("a lookup replaces each value by its table entry") {
    QuantizedLayer quantized;
    for (int a = 0; a < 256; ++a) quantized.table.push_back(static_cast<std::uint8_t>(255 - a));
    const std::vector<std::uint8_t> input{0, 1, 255, 128};
    CHECK(run_layer(layer_of(LayerKind::lookup, {4, 1, 1}), quantized, input) == Activations{255, 254, 0, 127});
}

TEST_CASE("softmax divides the table's exponentials by their sum and rounds half up") {
    QuantizedLayer quantized;
    quantized.table.assign(512, 0);
    quantized.table[0] = 3;     // T[0] = 3
    quantized.table[2 * 7] = 1; // T[7] = 1
    const Layer layer = layer_of(LayerKind::softmax, {3, 1, 1});
    // sum 7: (255*3 + 3)/7 = 109, (255 + 3)/7 = 36
    CHECK(run_layer(layer, quantized, std::vector<std::uint8_t>{107, 100, 107}) == Activations{109, 36, 109});
    quantized.table[2 * 8 + 1] = 1; // T[8] = 256: the high byte counts
    // sum 259: (765 + 129)/259 = 3, (65280 + 129)/259 = 252
    CHECK(run_layer(layer, quantized, std::vector<std::uint8_t>{8, 0, 250}) == Activations{0, 0, 255});
    CHECK(run_layer(layer_of(LayerKind::softmax, {2, 1, 1}), quantized, std::vector<std::uint8_t>{8, 0}) ==
          Activations{3, 252});
}

TEST_CASE("softmax works across the channels of one place and comes near the real one") {
    constexpr std::uint64_t seed = 9;
    INFO("seed " << seed);
    Random random(seed);
    Layer layer = layer_of(LayerKind::softmax, {5, 2, 3});
    layer.repeat = 2;
    const auto input = draw_bytes(random, 60);
    const auto output = run_layer(layer, exponentials(0.02), input);
    for (std::size_t row = 0; row < 2; ++row)
        for (std::size_t pixel = 0; pixel < 6; ++pixel) {
            double sum = 0;
            for (std::size_t c = 0; c < 5; ++c) sum += std::exp(0.02 * input[row * 30 + c * 6 + pixel]);
            for (std::size_t c = 0; c < 5; ++c) {
                const std::size_t at = row * 30 + c * 6 + pixel;
                CHECK(output[at] == Approx(255 * std::exp(0.02 * input[at]) / sum).margin(0.52));
            }
        }
}

TEST_CASE("the integer square root is the exact floor") {
    for (const std::uint64_t root :
         {0ULL, 1ULL, 2ULL, 3ULL, 255ULL, 65535ULL, 94906265ULL, 94906266ULL, 0xfffffffeULL, 0xffffffffULL}) {
        CHECK(integer_square_root(root * root) == root);
        CHECK(integer_square_root(root * root + 2 * root) == root);
        if (root > 0) CHECK(integer_square_root(root * root - 1) == root - 1);
    }
    CHECK(integer_square_root(std::numeric_limits<std::uint64_t>::max()) == 0xffffffffU);
}

TEST_CASE("a layer norm of two values gives plus and minus one in twelve fractional bits") {
    const Layer layer = layer_of(LayerKind::layer_norm, {2, 1, 1});
    // n = 2: d = -10, 10; V = 100; R = 2560; x^ = -4096, 4096. y = x^ / 64 + 100
    QuantizedLayer quantized = rescaled(2, 1, 0, 6);
    quantized.rescaling.zero_point = 100;
    CHECK(run_layer(layer, quantized, std::vector<std::uint8_t>{20, 30}) == Activations{36, 164});
    CHECK(run_layer(layer, quantized, std::vector<std::uint8_t>{30, 30}) == Activations{100, 100});
}

TEST_CASE("normalized values are rounded to the nearest of their twelve fractional bits") {
    // n = 3: d = -1, -1, 2; V = 2; R = floor(sqrt(2^17)) = 362
    // x^ = -(2^20 + 181) / 362 = -2897 (2896.6), (2^21 + 181) / 362 = 5793. y = x^ + b / 2
    QuantizedLayer quantized = rescaled(3, 2, 0, 1);
    quantized.rescaling.offsets = {2 * 3000, 2 * 2950, -2 * 5700};
    CHECK(run_layer(layer_of(LayerKind::layer_norm, {3, 1, 1}), quantized, std::vector<std::uint8_t>{0, 0, 1}) ==
          Activations{103, 53, 93});
}

TEST_CASE("an rms norm counts from the zero point and keeps the mean") {
    const Layer layer = layer_of(LayerKind::rms_norm, {2, 1, 1});
    QuantizedLayer quantized = rescaled(2, 1, 0, 6);
    quantized.input_zero_point = 10;
    // u = 3, 4: V = 2 * 25 = 50, R = floor(sqrt(50 * 65536)) = 1810, d = 6, 8
    // x^ = (6 * 2^20 + 905) / 1810 = 3476, (8 * 2^20 + 905) / 1810 = 4635; / 64: 54.3, 72.4
    CHECK(run_layer(layer, quantized, std::vector<std::uint8_t>{13, 14}) == Activations{54, 72});
    CHECK(run_layer(layer, quantized, std::vector<std::uint8_t>{10, 10}) == Activations{0, 0});
}

TEST_CASE("norms come near the real ones for any vector") {
    constexpr std::uint64_t seed = 13;
    INFO("seed " << seed);
    Random random(seed);
    for (const auto kind : {LayerKind::layer_norm, LayerKind::rms_norm})
        for (const std::int64_t n : {1, 2, 7, 64, 768}) {
            const Layer layer = layer_of(kind, {n, 1, 2});
            QuantizedLayer quantized = rescaled(n, 0, 0, 20);
            quantized.input_zero_point = 120;
            quantized.rescaling.zero_point = 128;
            for (std::size_t c = 0; c < static_cast<std::size_t>(n); ++c) {
                quantized.rescaling.multipliers[0][c] = static_cast<std::int32_t>(random.below(12000)) - 6000;
                quantized.rescaling.offsets[c] = static_cast<std::int64_t>(random.below(40 << 20)) - (20 << 20);
            }
            const auto input = draw_bytes(random, 2 * n);
            const auto output = run_layer(layer, quantized, input);
            for (std::size_t pixel = 0; pixel < 2; ++pixel) {
                const auto value = [&](std::size_t c) { return input[2 * c + pixel] - 120.0; };
                double mean = 0, square = 0;
                for (std::size_t c = 0; c < static_cast<std::size_t>(n); ++c) mean += value(c) / static_cast<double>(n);
                if (kind == LayerKind::rms_norm) mean = 0;
                for (std::size_t c = 0; c < static_cast<std::size_t>(n); ++c)
                    square += (value(c) - mean) * (value(c) - mean) / static_cast<double>(n);
                for (std::size_t c = 0; c < static_cast<std::size_t>(n); ++c) {
                    const double normal = square > 0 ? (value(c) - mean) / std::sqrt(square) : 0;
                    const double real = 128 + (4096 * normal * quantized.rescaling.multipliers[0][c] +
                                               static_cast<double>(quantized.rescaling.offsets[c])) /
                                                  (1 << 20);
                    CHECK(output[2 * c + pixel] == Approx(std::min(255.0, std::max(0.0, real))).margin(0.6));
                }
            }
        }
}
