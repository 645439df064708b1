#include "models/network/layer.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <random>
#include <string>
#include <vector>

using namespace fracbit;
using namespace fracbit::models;

namespace {

Layer conv(TensorShape input, std::int64_t out_channels, std::int64_t kernel, std::int64_t stride = 1,
           std::int64_t pad = 0) {
    Layer layer;
    layer.name = "conv";
    layer.input = input;
    layer.out_channels = out_channels;
    layer.kernel_height = layer.kernel_width = kernel;
    layer.stride_height = layer.stride_width = stride;
    layer.pad_height = layer.pad_width = pad;
    return layer;
}

Layer of_kind(LayerKind kind, TensorShape input, std::int64_t out_channels = 1) {
    Layer layer;
    layer.name = "layer";
    layer.kind = kind;
    layer.input = input;
    layer.out_channels = out_channels;
    return layer;
}

/// Output rows by sliding the window: how many starts leave it inside the padded input.
std::int64_t counted_rows(const Layer& layer) {
    std::int64_t rows = 0;
    const std::int64_t size = layer.input.height + 2 * layer.pad_height;
    for (std::int64_t start = 0; start + layer.dilation_height * (layer.kernel_height - 1) < size;
         start += layer.stride_height)
        ++rows;
    return rows;
}

const std::vector<LayerKind> every_kind{LayerKind::conv,     LayerKind::linear,       LayerKind::attention,
                                        LayerKind::max_pool, LayerKind::average_pool, LayerKind::global_average_pool,
                                        LayerKind::add,      LayerKind::softmax,      LayerKind::layer_norm,
                                        LayerKind::rms_norm, LayerKind::lookup};

} // namespace

TEST_CASE("a convolution's output shape, reduction, weights and MACs follow from its geometry") {
    struct Case {
        Layer layer;
        TensorShape output;
        std::int64_t reduction, weights, macs;
    };
    Layer grouped = conv({96, 27, 27}, 256, 5, 1, 2);
    grouped.groups = 2;
    Layer dilated = conv({2, 10, 12}, 3, 3);
    dilated.dilation_height = 2;
    dilated.dilation_width = 4;
    Layer uneven = conv({1, 5, 9}, 1, 1);
    uneven.kernel_height = 3;
    uneven.kernel_width = 5;
    uneven.stride_height = 1;
    uneven.stride_width = 2;
    uneven.pad_height = 1;
    Layer repeated = conv({3, 8, 8}, 4, 3);
    repeated.repeat = 5;
    repeated.refetches = 7;
    const std::vector<Case> cases{
        {conv({3, 224, 224}, 64, 7, 2, 3), {64, 112, 112}, 147, 9408, 9408 * 112 * 112},
        {conv({3, 227, 227}, 96, 11, 4), {96, 55, 55}, 363, 34848, 34848 * 55 * 55},
        {grouped, {256, 27, 27}, 1200, 307200, 307200 * 27 * 27},
        {dilated, {3, 6, 4}, 18, 54, 54 * 24},
        {uneven, {1, 5, 3}, 15, 15, 15 * 15},
        {repeated, {4, 6, 6}, 27, 108, 108 * 36 * 5 * 7},
        {conv({1, 4, 4}, 1, 4), {1, 1, 1}, 16, 16, 16},
    };
    for (const Case& c : cases) {
        INFO(c.layer.input.channels << "x" << c.layer.input.height << "x" << c.layer.input.width);
        CHECK_NOTHROW(validate(c.layer));
        CHECK(c.layer.output() == c.output);
        CHECK(c.layer.reduction() == c.reduction);
        CHECK(c.layer.weights() == c.weights);
        CHECK(c.layer.macs() == c.macs);
    }
}

TEST_CASE("repeat multiplies positions and refetches multiplies only MACs") {
    Layer layer = of_kind(LayerKind::linear, {8, 3, 2}, 10);
    layer.repeat = 4;
    CHECK(layer.positions() == 4);
    CHECK(layer.weights() == 480);
    CHECK(layer.macs() == 1920);
    layer.refetches = 35;
    CHECK(layer.positions() == 4);
    CHECK(layer.weights() == 480);
    CHECK(layer.macs() == 1920 * 35);
    Layer windowed = conv({1, 6, 6}, 2, 3);
    windowed.repeat = 3;
    CHECK(windowed.positions() == 48);
}

TEST_CASE("linear and attention layers flatten their input into one vector of out_channels") {
    for (const LayerKind kind : {LayerKind::linear, LayerKind::attention}) {
        const Layer layer = of_kind(kind, {64, 7, 5}, 512);
        CHECK(layer.output() == TensorShape{512, 1, 1});
        CHECK(layer.reduction() == 64 * 7 * 5);
        CHECK(layer.weights() == 512 * 64 * 7 * 5);
    }
}

TEST_CASE("layers off the array have no weights and keep their channels") {
    struct Case {
        LayerKind kind;
        TensorShape output;
    };
    const TensorShape input{6, 9, 7};
    const std::vector<Case> cases{
        {LayerKind::max_pool, {6, 4, 3}},
        {LayerKind::average_pool, {6, 4, 3}},
        {LayerKind::global_average_pool, {6, 1, 1}},
        {LayerKind::add, input},
        {LayerKind::softmax, input},
        {LayerKind::layer_norm, input},
        {LayerKind::rms_norm, input},
        {LayerKind::lookup, input},
    };
    for (const Case& c : cases) {
        INFO(to_string(c.kind));
        Layer layer = of_kind(c.kind, input);
        layer.kernel_height = layer.kernel_width = 3;
        layer.stride_height = layer.stride_width = 2;
        CHECK(layer.output() == c.output);
        CHECK(layer.reduction() == 0);
        CHECK(layer.weights() == 0);
        CHECK(layer.macs() == 0);
    }
}

TEST_CASE("output rows equal the number of places of the window, for random geometries") {
    const unsigned seed = 20240611;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto draw = [&random](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
    int checked = 0;
    while (checked < 500) {
        Layer layer = conv({1, draw(1, 30), 40}, 1, 1);
        layer.kernel_height = draw(1, 7);
        layer.stride_height = draw(1, 4);
        layer.pad_height = draw(0, 3);
        layer.dilation_height = draw(1, 3);
        if (counted_rows(layer) == 0) {
            CHECK_THROWS_AS(validate(layer), ConfigError);
            continue;
        }
        ++checked;
        CHECK_NOTHROW(validate(layer));
        CHECK(layer.out_height() == counted_rows(layer));
    }
}

TEST_CASE("every kind has a name that reads back, and other names have no kind") {
    CHECK(every_kind.size() == 11);
    for (const LayerKind kind : every_kind) CHECK(layer_kind_from(to_string(kind)) == kind);
    CHECK(std::string(to_string(LayerKind::global_average_pool)) == "global_average_pool");
    for (const char* other : {"", "conv2d", "Conv", "conv "}) CHECK_FALSE(layer_kind_from(other).has_value());
}

TEST_CASE("a bad layer is refused with what was found and what is allowed") {
    struct Case {
        std::function<void(Layer&)> spoil;
        std::string message;
    };
    const std::string range = "; allowed is 1 to 2147483648";
    const std::vector<Case> cases{
        {[](Layer& l) { l.name = ""; }, "layer '': its name is empty; every layer needs a name of its own"},
        {[](Layer& l) { l.input.channels = 0; }, "layer 'conv': channels is 0" + range},
        {[](Layer& l) { l.input.height = -4; }, "layer 'conv': height is -4" + range},
        {[](Layer& l) { l.input.width = 0; }, "layer 'conv': width is 0" + range},
        {[](Layer& l) { l.out_channels = 0; }, "layer 'conv': out_channels is 0" + range},
        {[](Layer& l) { l.kernel_height = 0; }, "layer 'conv': kernel height is 0" + range},
        {[](Layer& l) { l.kernel_width = -1; }, "layer 'conv': kernel width is -1" + range},
        {[](Layer& l) { l.stride_height = 0; }, "layer 'conv': stride height is 0" + range},
        {[](Layer& l) { l.stride_width = 0; }, "layer 'conv': stride width is 0" + range},
        {[](Layer& l) { l.pad_height = -1; }, "layer 'conv': padding height is -1; allowed is 0 to 2147483648"},
        {[](Layer& l) { l.pad_width = -2; }, "layer 'conv': padding width is -2; allowed is 0 to 2147483648"},
        {[](Layer& l) { l.dilation_height = 0; }, "layer 'conv': dilation height is 0" + range},
        {[](Layer& l) { l.dilation_width = 0; }, "layer 'conv': dilation width is 0" + range},
        {[](Layer& l) { l.groups = 0; }, "layer 'conv': groups is 0" + range},
        {[](Layer& l) { l.repeat = 0; }, "layer 'conv': repeat is 0" + range},
        {[](Layer& l) { l.refetches = 0; }, "layer 'conv': refetches is 0" + range},
        {[](Layer& l) { l.repeat = 2147483649; }, "layer 'conv': repeat is 2147483649" + range},
        {[](Layer& l) { l.out_channels = 6, l.groups = 4; },
         "layer 'conv': groups is 4 and does not divide its 6 out_channels"},
        {[](Layer& l) { l.groups = 3; }, "2 problems:\n"
                                         "  layer 'conv': groups is 3 and does not divide its 4 channels\n"
                                         "  layer 'conv': groups is 3 and does not divide its 8 out_channels"},
        {[](Layer& l) { l.kernel_height = 9; },
         "layer 'conv': its kernel spans a height of 9, more than the 8 of its padded input"},
        {[](Layer& l) { l.dilation_width = 4, l.pad_width = 0; },
         "layer 'conv': its kernel spans a width of 9, more than the 6 of its padded input"},
        {[](Layer& l) { l.kind = LayerKind::linear, l.groups = 2; },
         "layer 'conv': groups is 2; only conv layers have groups, a linear layer needs 1"},
        {[](Layer& l) { l.kind = LayerKind::max_pool, l.pad_height = 3; },
         "layer 'conv': padding height is 3; a pooling window that spans 3 would see nothing but padding, allowed is 0 "
         "to 2"},
        {[](Layer& l) { l.repeat = l.refetches = 1 << 30; },
         "layer 'conv': it is too large: elements and multiply-accumulates of a layer may not exceed 2^53"},
        {[](Layer& l) { l.input.channels = 0, l.stride_width = -1; },
         "2 problems:\n  layer 'conv': channels is 0" + range + "\n  layer 'conv': stride width is -1" + range},
    };
    for (const Case& c : cases) {
        Layer layer = conv({4, 6, 6}, 8, 3, 1, 1);
        CHECK_NOTHROW(validate(layer));
        c.spoil(layer);
        CHECK_THROWS_AS(validate(layer), ConfigError);
        CHECK_THROWS_WITH(validate(layer), c.message);
    }
}

TEST_CASE("a layer of exactly 2^53 multiply-accumulates is accepted and one more row is not") {
    Layer layer = of_kind(LayerKind::linear, {1 << 20, 1, 1}, 1 << 20);
    layer.repeat = 1 << 13;
    CHECK_NOTHROW(validate(layer));
    CHECK(layer.macs() == std::int64_t{1} << 53);
    layer.repeat += 1;
    CHECK_THROWS_AS(validate(layer), ConfigError);
}

TEST_CASE("a layer that only adds up more than 2^53 inputs is too large, too") {
    Layer layer;
    layer.name = "mean";
    layer.kind = LayerKind::global_average_pool;
    layer.input = {1, std::int64_t{1} << 27, std::int64_t{1} << 26};
    CHECK_NOTHROW(validate(layer));
    layer.input.height *= 2;
    CHECK_THROWS_WITH(validate(layer), Catch::Contains("it is too large"));
}
