#include "models/inference/quantizer.hpp"

#include "models/core/error.hpp"
#include "models/inference/float_inference.hpp"
#include "models/inference/integer_inference.hpp"
#include "models/inference/model_weights.hpp"
#include "tests/models/inference/small_model.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <cmath>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::tests;

namespace {

std::vector<std::uint8_t> integer_outputs(const QuantizedNetwork& network, std::span<const std::uint8_t> pixels,
                                          int bits = 8) {
    const StoredWorkload workload(network);
    return IntegerInference(workload, {bits}).run_images(quantize_pixels(pixels, network.input));
}

} // namespace

TEST_CASE("scales just cover the range and zero") {
    CHECK(scale_of({0, 2.55F}, 8).scale == Approx(0.01));
    CHECK(scale_of({0, 2.55F}, 8).zero_point == 0);
    CHECK(scale_of({1, 2.55F}, 8).scale == Approx(0.01));
    CHECK(scale_of({-1, 1.55F}, 8).scale == Approx(0.01));
    CHECK(scale_of({-1, 1.55F}, 8).zero_point == 100);
    CHECK(scale_of({-2.55F, -1}, 8).zero_point == 255);
    CHECK(scale_of({-7, 8}, 4).zero_point == 7);
    CHECK(scale_of({0, 0}, 8).scale == 1);
}

TEST_CASE("8-bit pixels are their own activations and fewer bits round them") {
    const std::vector<std::uint8_t> pixels{0, 1, 127, 128, 255};
    CHECK(quantize_pixels(pixels, scale_of({0, 1}, 8)) == pixels);
    CHECK(quantize_pixels(pixels, scale_of({0, 1}, 1)) == std::vector<std::uint8_t>{0, 0, 0, 1, 1});
    CHECK(quantize_pixels(pixels, scale_of({0, 1}, 4)) == std::vector<std::uint8_t>{0, 0, 7, 8, 15});
}

TEST_CASE("quantized outputs stay within a step or two of the float path in every format") {
    const struct {
        Kept kept;
        std::optional<WeightFormat> format;
        WeightFormat result;
    } cases[] = {
        {Kept::encrypted, {}, WeightFormat::flexor},
        {Kept::encrypted, WeightFormat::binary, WeightFormat::binary},
        {Kept::encrypted, WeightFormat::dense8, WeightFormat::dense8},
        {Kept::binary, {}, WeightFormat::binary},
        {Kept::binary, WeightFormat::dense8, WeightFormat::dense8},
        {Kept::real, {}, WeightFormat::dense8},
        {Kept::shift, {}, WeightFormat::shift},
        {Kept::shift, WeightFormat::dense8, WeightFormat::dense8},
        {Kept::shift_xor, {}, WeightFormat::shift_xor},
        {Kept::shift_xor, WeightFormat::shift, WeightFormat::shift},
    };
    const auto pixels = random_pixels(3, 60);
    for (const auto& c : cases) {
        INFO("kept " << static_cast<int>(c.kept) << ", result " << static_cast<int>(c.result));
        const Model model = small_model(c.kept, 2, 8);
        QuantizeOptions options;
        options.format = c.format;
        const auto network = quantize(model, calibrate(model, pixels), options);
        CHECK(network.layers[0].format == c.result);
        CHECK(network.layers[2].format == c.result);
        const auto stored = integer_outputs(network, pixels);
        const auto real = FloatInference(model).run_images(pixels);
        const auto scale = network.outputs.back();
        REQUIRE(stored.size() == real.size());
        for (std::size_t i = 0; i < real.size(); ++i)
            CHECK(scale.scale * (stored[i] - scale.zero_point) == Approx(real[i]).margin(2.5 * scale.scale));
    }
}

TEST_CASE("flexor, binary and re-ordered planes of one model give the same outputs") {
    const Model model = small_model(Kept::encrypted, 2, 8);
    const auto pixels = random_pixels(4, 20);
    const auto ranges = calibrate(model, pixels);
    const auto flexor = integer_outputs(quantize(model, ranges), pixels);
    for (const auto order : {StorageOrder::row_major, StorageOrder::k_major, StorageOrder::tiled}) {
        QuantizeOptions options;
        options.format = WeightFormat::binary;
        options.order = order;
        options.group_rows = 4;
        options.tile_columns = 5;
        const auto network = quantize(model, ranges, options);
        CHECK(network.layers[0].order == order);
        CHECK(integer_outputs(network, pixels) == flexor);
    }
}

TEST_CASE("encrypted, decrypted and re-ordered powers of two of one model give the same outputs") {
    for (int q = 1; q <= 4; ++q) {
        const Model model = small_model(Kept::shift_xor, q, 8);
        const auto pixels = random_pixels(4, 20);
        const auto ranges = calibrate(model, pixels);
        const auto encrypted = integer_outputs(quantize(model, ranges), pixels);
        for (const auto order : {StorageOrder::row_major, StorageOrder::k_major, StorageOrder::tiled}) {
            QuantizeOptions options;
            options.format = WeightFormat::shift;
            options.order = order;
            options.group_rows = 4;
            options.tile_columns = 5;
            const auto network = quantize(model, ranges, options);
            CHECK(network.layers[0].order == order);
            CHECK(network.layers[0].shift_bits == q);
            CHECK(network.layers[0].q() == 1);
            CHECK(integer_outputs(network, pixels) == encrypted);
        }
    }
}

TEST_CASE("activations of few bits stay below their limit up to the last layer") {
    const Model model = small_model(Kept::encrypted, 1, 8);
    const auto pixels = random_pixels(4, 20);
    QuantizeOptions options;
    options.activation_bits = 3;
    const auto network = quantize(model, calibrate(model, pixels), options);
    CHECK(network.layers[0].rescaling.high == 7);
    CHECK(network.layers[2].rescaling.high == 255);
    const StoredWorkload workload(network);
    IntegerInference(workload, {3}).run(quantize_pixels(pixels, network.input), [](int i, const Activations& output) {
        const auto largest = *std::max_element(output.begin(), output.end());
        CHECK(largest > (i == 2 ? 7 : 5));
        CHECK(largest <= (i == 2 ? 255 : 7));
    });
}

TEST_CASE("tensors that only dense weights read have eight bits, whatever the array's planes") {
    Model model = small_model(Kept::binary, 1, 8);
    const Model real = small_model(Kept::real, 1, 8);
    const auto pixels = random_pixels(4, 20);
    QuantizeOptions options;
    options.activation_bits = 2;
    const auto quantized = [&] { return quantize(model, calibrate(model, pixels), options); };
    CHECK(quantized().input.scale == 1.0 / 3);
    CHECK(quantized().layers[0].rescaling.high == 3);
    model.layers[0].weights = real.layers[0].weights;
    CHECK(quantized().input.scale == 1.0 / 255);
    CHECK(quantized().layers[0].rescaling.high == 3); // through the pool
    model.layers[2].weights = real.layers[2].weights;
    CHECK(quantized().layers[0].rescaling.high == 255);
}

TEST_CASE("stated levels of activations are those of the float path, on as many planes or more") {
    for (const int bits : {1, 2, 3}) {
        Model model = small_model(Kept::binary, 2, 8);
        model.layers[0].weights = small_model(Kept::real, 1, 8).layers[0].weights;
        model.layers[0].activations = {bits, 0.6F};
        const auto pixels = random_pixels(4, 20);
        const auto ranges = calibrate(model, pixels);
        std::vector<int> expected;
        FloatInference(model).run(real_pixels(pixels), [&](int layer, std::span<const float> output) {
            if (layer != 1) return;
            const float step = 0.6F / static_cast<float>((1 << bits) - 1);
            for (const float value : output) {
                expected.push_back(static_cast<int>(std::lround(value / step)));
                REQUIRE(value == static_cast<float>(expected.back()) * step);
            }
        });
        CHECK(*std::max_element(expected.begin(), expected.end()) == (1 << bits) - 1);
        for (int planes = bits; planes <= 8; planes += 5) {
            CAPTURE(bits, planes);
            QuantizeOptions options;
            options.activation_bits = planes;
            const auto network = quantize(model, ranges, options);
            CHECK(network.outputs[0].zero_point == 0);
            CHECK(network.outputs[1].scale == Approx(0.6 / ((1 << bits) - 1)));
            const StoredWorkload workload(network);
            const auto found = IntegerInference(workload, {planes}).outputs(quantize_pixels(pixels, network.input))[1];
            // Dense weights are rounded to 8 bits, so few values near a threshold may differ.
            std::int64_t equal = 0;
            for (std::size_t i = 0; i < found.size(); ++i) equal += int{found[i]} == expected[i] ? 1 : 0;
            CHECK(static_cast<double>(equal) > 0.98 * static_cast<double>(expected.size()));
        }
    }
}

TEST_CASE("levels of activations that the array has too few planes for are refused") {
    Model model = small_model(Kept::binary, 1, 8);
    model.layers[0].activations = {2, 1};
    const auto ranges = calibrate(model, random_pixels(4, 1));
    QuantizeOptions options;
    options.activation_bits = 1;
    CHECK(message_of<ConfigError>([&] { (void)quantize(model, ranges, options); }) ==
          "layer 'conv' was trained with activations of 2 bits, the array takes 1; set array.activation_bits to 2 or "
          "more, or use another array.mode");
}

TEST_CASE("dense weights are rounded to 127ths of each channel's largest") {
    const Model model = small_model(Kept::real, 1, 8);
    const auto network = quantize(model, calibrate(model, random_pixels(4, 5)));
    const auto& real = std::get<FloatWeights>(model.layers[0].weights).values;
    for (std::size_t c = 0; c < 6; ++c) {
        float largest = 0;
        for (std::size_t k = 0; k < 18; ++k) largest = std::max(largest, std::abs(real[c * 18 + k]));
        for (std::size_t k = 0; k < 18; ++k)
            CHECK(network.layers[0].dense[c * 18 + k] == std::lround(127.0 * real[c * 18 + k] / largest));
    }
}

TEST_CASE("weights are refused in a format or order they cannot be brought into") {
    const auto refused = [](Kept kept, auto change) {
        const Model model = small_model(kept, 1, 8);
        const auto ranges = calibrate(model, random_pixels(4, 1));
        QuantizeOptions options;
        change(options);
        return message_of<ConfigError>([&] { (void)quantize(model, ranges, options); });
    };
    CHECK(refused(Kept::binary, [](auto& o) { o.format = WeightFormat::flexor; }) ==
          "layer 'conv' has no encrypted weights; encode the model first, or choose another weight format");
    CHECK(refused(Kept::real, [](auto& o) { o.format = WeightFormat::binary; }) ==
          "layer 'conv' has float weights without binary codes; choose the dense8 format");
    CHECK(refused(Kept::encrypted, [](auto& o) { o.order = StorageOrder::k_major; }) ==
          "layer 'conv': encrypted planes keep the row-major order they were trained in; choose row_major, or the "
          "binary format");
    CHECK(refused(Kept::shift, [](auto& o) { o.format = WeightFormat::binary; }) ==
          "layer 'conv' has powers of two for weights, which binary planes cannot hold; choose the shift or dense8 "
          "format");
    for (const auto format : {WeightFormat::flexor, WeightFormat::shift_xor})
        CHECK(refused(Kept::shift, [&](auto& o) { o.format = format; }) ==
              "layer 'conv' has no encrypted weights; encode the model first, or choose another weight format");
    CHECK(refused(Kept::shift_xor, [](auto& o) { o.order = StorageOrder::tiled; }) ==
          "layer 'conv': encrypted planes keep the row-major order they were trained in; choose row_major, or the "
          "shift format");
    CHECK(
        refused(Kept::binary, [](auto& o) { o.format = WeightFormat::shift_xor; }) ==
        "no layer of the model has powers of two for weights, so none can be shift-xor; train one that has, or choose "
        "another weight format");
    CHECK(refused(Kept::binary, [](auto& o) { o.activation_bits = 0; }) == "activation_bits is 0, must be 1 to 8");
    const Model model = small_model(Kept::binary, 1, 8);
    CHECK(message_of<ConfigError>([&] { (void)quantize(model, {}); }) ==
          "calibration has ranges of 0 layers, the model has 3");
}

TEST_CASE("pixels count from the zero point of their scale") {
    const std::vector<std::uint8_t> pixels{0, 51, 255};
    CHECK(quantize_pixels(pixels, {0.01, 100}) == std::vector<std::uint8_t>{100, 120, 200});
}

TEST_CASE("a residual operand is weighed by its own scale and counts from its own zero point") {
    Model model;
    model.network.name = "residual";
    for (const char* name : {"a", "b"}) {
        Layer layer;
        layer.name = name;
        layer.kind = LayerKind::linear;
        layer.input = {4, 1, 1};
        layer.out_channels = 4;
        model.network.layers.push_back(layer);
        model.layers.push_back({FloatWeights{std::vector<float>(16, 0.1F)}, {}});
    }
    model.network.layers[1].residual = "a";
    const auto network = quantize(model, {{0, 1}, {{-1, 1.55F}, {0, 5.1F}}});
    const Rescaling& rescaling = network.layers[1].rescaling;
    CHECK(rescaling.residual_zero_point == 100);
    CHECK(rescaling.residual_multiplier ==
          std::llround(network.outputs[0].scale / network.outputs[1].scale * std::ldexp(1.0, rescaling.shift)));
    CHECK(network.layers[0].rescaling.residual_multiplier == 0);
}

TEST_CASE("a softmax has the exponentials of its input's steps, rounded to 16 bits") {
    Model model;
    model.network.name = "softmax";
    Layer linear;
    linear.name = "fc";
    linear.kind = LayerKind::linear;
    linear.input = {2, 1, 1};
    linear.out_channels = 3;
    Layer softmax;
    softmax.name = "s";
    softmax.kind = LayerKind::softmax;
    softmax.input = {3, 1, 1};
    model.network.layers = {linear, softmax};
    model.layers = {{FloatWeights{std::vector<float>(6, 0.1F)}, {}}, {}};
    const auto network = quantize(model, {{0, 1}, {{-5, 7.75F}, {0, 1}}}); // steps of 0.05
    const auto& table = network.layers[1].table;
    REQUIRE(table.size() == 512);
    const auto entry = [&](std::size_t d) { return table[2 * d] + 256 * table[2 * d + 1]; };
    for (std::size_t d = 0; d < 256; ++d)
        CHECK(entry(d) == std::llround(65535 * std::exp(-network.outputs[0].scale * static_cast<double>(d))));
    CHECK(entry(0) == 65535);
    CHECK(entry(20) == 24109);
    CHECK(entry(230) == 1); // 0.66
    CHECK(entry(236) == 0); // 0.49
}
