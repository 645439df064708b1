// Corners of the float path that its random comparison with loops does not reach.
#include "models/inference/float_layer.hpp"
#include "models/inference/float_inference.hpp"
#include "models/inference/stored_layer.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

TEST_CASE("pixels are 0 to 1") {
    const std::vector<std::uint8_t> pixels{0, 51, 255};
    CHECK(real_pixels(pixels) == std::vector<float>{0, 0.2F, 1});
}

TEST_CASE("a softmax of large scores is that of their differences") {
    Layer layer;
    layer.name = "s";
    layer.kind = LayerKind::softmax;
    layer.input = {2, 1, 1};
    const std::vector<float> scores{1000, 1000};
    CHECK(FloatLayer(layer, {}).run(scores, {}) == std::vector<float>{0.5F, 0.5F});
}

TEST_CASE("a pooling window with a dilation skips rows and columns between") {
    Layer layer;
    layer.name = "p";
    layer.kind = LayerKind::max_pool;
    layer.input = {1, 3, 3};
    layer.kernel_height = layer.kernel_width = 2;
    layer.dilation_height = layer.dilation_width = 2;
    const std::vector<float> image{1, 9, 2, 9, 9, 9, 3, 9, 4};
    CHECK(FloatLayer(layer, {}).run(image, {}) == std::vector<float>{4});
    layer.kind = LayerKind::average_pool;
    CHECK(FloatLayer(layer, {}).run(image, {}) == std::vector<float>{2.5F});
}

TEST_CASE("a max pool's window of padding alone gives 0") {
    Layer layer;
    layer.name = "p";
    layer.kind = LayerKind::max_pool;
    layer.input = {1, 1, 1};
    layer.pad_width = 1;
    const std::vector<float> image{-3};
    CHECK(FloatLayer(layer, {}).run(image, {}) == std::vector<float>{0, -3, 0});
}

TEST_CASE("powers of two are stored as what they are: behind an XOR network, or plain") {
    ShiftWeights weights;
    weights.q = 2;
    weights.bits = BitVector(4);
    const QuantizedLayer plain = stored_layer(weights);
    CHECK(plain.format == WeightFormat::shift);
    CHECK(plain.shift_bits == 2);
    CHECK(plain.planes.empty());
    weights.network = std::make_shared<const XorNetwork>(2, std::vector<std::uint64_t>{1, 2, 3});
    const QuantizedLayer behind = stored_layer(weights);
    CHECK(behind.format == WeightFormat::shift_xor);
    REQUIRE(behind.planes.size() == 1);
    CHECK(behind.planes[0].network == weights.network);
}
