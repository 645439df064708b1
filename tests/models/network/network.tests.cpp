#include "models/network/network.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

#include <functional>
#include <string>
#include <vector>

using namespace fracbit;
using namespace fracbit::models;

namespace {

Layer conv(const std::string& name, TensorShape input, std::int64_t out_channels) {
    Layer layer;
    layer.name = name;
    layer.input = input;
    layer.out_channels = out_channels;
    layer.kernel_height = layer.kernel_width = 3;
    layer.pad_height = layer.pad_width = 1;
    return layer;
}

Layer plain(const std::string& name, LayerKind kind, TensorShape input, std::int64_t out_channels = 1) {
    Layer layer;
    layer.name = name;
    layer.kind = kind;
    layer.input = input;
    layer.out_channels = out_channels;
    return layer;
}

/// a -> b -> c (+ a) -> sum (b + c) -> fc
Network residual_network() {
    Network network;
    network.name = "net";
    network.layers = {conv("a", {3, 8, 8}, 4), conv("b", {4, 8, 8}, 4), conv("c", {4, 8, 8}, 4),
                      plain("sum", LayerKind::add, {4, 8, 8}), plain("fc", LayerKind::linear, {4, 8, 8}, 10)};
    network.layers[2].residual = "a";
    network.layers[3].source = "b";
    network.layers[3].residual = "c";
    return network;
}

} // namespace

TEST_CASE("a layer's input comes from its source, else from the layer before it, else from the network's input") {
    const Network network = residual_network();
    CHECK_NOTHROW(validate(network));
    const std::vector<int> sources{-1, 0, 1, 1, 3};
    const std::vector<int> residuals{-1, -1, 0, 2, -1};
    for (int i = 0; i < 5; ++i) {
        INFO("layer " << i);
        CHECK(network.source_of(i) == sources[static_cast<std::size_t>(i)]);
        CHECK(network.residual_of(i) == residuals[static_cast<std::size_t>(i)]);
    }
}

TEST_CASE("nothing flows between independent layers, whatever their shapes") {
    Network network;
    network.independent_layers = true;
    network.layers = {conv("a", {3, 8, 8}, 4), conv("b", {7, 5, 5}, 4), plain("sum", LayerKind::lookup, {2, 2, 2})};
    CHECK_NOTHROW(validate(network));
    for (int i = 0; i < 3; ++i) {
        CHECK(network.source_of(i) == -1);
        CHECK(network.residual_of(i) == -1);
    }
    network.layers[1].source = "a";
    CHECK(network.source_of(1) == -1);
    const std::string refusal =
        "layer 'b': it names a source or a residual, but the layers of this network are independent";
    CHECK_THROWS_WITH(validate(network), refusal);
    network.layers[1].source.reset();
    network.layers[1].residual = "a";
    CHECK_THROWS_WITH(validate(network), refusal);
}

TEST_CASE("weights and MACs of a network are sums, and the KV cache is no stored weight") {
    Network network = residual_network();
    CHECK(network.weights() == 4 * 27 + 2 * 4 * 36 + 2560);
    CHECK(network.macs() == 64 * (4 * 27 + 2 * 4 * 36) + 2560);
    network.layers.push_back(plain("scores", LayerKind::attention, {10, 1, 1}, 100));
    CHECK_NOTHROW(validate(network));
    CHECK(network.weights() == 4 * 27 + 2 * 4 * 36 + 2560);
    CHECK(network.macs() == 64 * (4 * 27 + 2 * 4 * 36) + 2560 + 1000);
}

TEST_CASE("a network that does not fit together is refused by name") {
    struct Case {
        std::function<void(Network&)> spoil;
        std::string message;
    };
    const std::vector<Case> cases{
        {[](Network& n) { n.layers.clear(); }, "network 'net' has no layers; it needs at least one"},
        {[](Network& n) { n.layers[4].name = "a"; }, "layer 'a': layers 1 and 5 have this name; names must differ"},
        {[](Network& n) { n.layers[4].source = "q"; }, "layer 'fc': its source 'q' is not a layer of the network"},
        {[](Network& n) { n.layers[2].residual = "q"; }, "layer 'c': its residual 'q' is not a layer of the network"},
        {[](Network& n) { n.layers[1].source = "c"; }, "layer 'b': its source 'c' does not come before it"},
        {[](Network& n) { n.layers[2].residual = "c"; }, "layer 'c': its residual 'c' does not come before it"},
        {[](Network& n) { n.layers[3].residual.reset(); },
         "layer 'sum': an add layer needs a residual: the name of the layer whose output is added"},
        {[](Network& n) { n.layers[3].kind = LayerKind::lookup; },
         "layer 'sum': a lookup layer adds no residual; allowed are conv, linear, attention and add"},
        {[](Network& n) {
             n.layers[4].input = {4, 8, 7};
         },
         "layer 'fc': its input is 4 x 8 x 7, but layer 'sum' gives 4 x 8 x 8 (channels x height x width)"},
        {[](Network& n) { n.layers[4].repeat = 2; },
         "layer 'fc': its input is 2 times 4 x 8 x 8, but layer 'sum' gives 4 x 8 x 8 (channels x height x width)"},
        {[](Network& n) { n.layers[4].residual = "a"; },
         "layer 'fc': its residual is 10 x 1 x 1, but layer 'a' gives 4 x 8 x 8 (channels x height x width)"},
        {[](Network& n) { n.layers[0].stride_height = 0, n.layers[4].source = "q"; },
         "2 problems:\n  layer 'a': stride height is 0; allowed is 1 to 2147483648\n"
         "  layer 'fc': its source 'q' is not a layer of the network"},
    };
    for (const Case& c : cases) {
        Network network = residual_network();
        c.spoil(network);
        CHECK_THROWS_AS(validate(network), ConfigError);
        CHECK_THROWS_WITH(validate(network), c.message);
    }
}
