#include "models/network/selected_layers.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

namespace {

Network chain() {
    Network network;
    network.name = "net";
    for (const char* name : {"a", "b", "c"}) {
        Layer layer;
        layer.name = name;
        layer.kind = LayerKind::linear;
        layer.input = {4, 1, 1};
        layer.out_channels = 4;
        network.layers.push_back(layer);
    }
    network.layers[2].source = "a";
    network.layers[2].residual = "b";
    return network;
}

} // namespace

TEST_CASE("selected layers stand alone, in the order of the network, with their places in it") {
    std::vector<int> indices{7};
    const Network selected = selected_layers(chain(), {"c", "a"}, indices);
    CHECK(selected.name == "net");
    CHECK(selected.independent_layers);
    REQUIRE(selected.layers.size() == 2);
    CHECK(selected.layers[0].name == "a");
    CHECK(selected.layers[1].name == "c");
    CHECK_FALSE(selected.layers[1].source);
    CHECK_FALSE(selected.layers[1].residual);
    CHECK_NOTHROW(validate(selected));
    CHECK(indices == std::vector<int>{0, 2});
}

TEST_CASE("a selected layer that is not there is refused with the nearest name") {
    std::vector<int> indices;
    Network network = chain();
    network.layers[1].name = "conv2";
    CHECK_THROWS_WITH(selected_layers(network, {"a", "conv3"}, indices),
                      "network 'net' has no layer 'conv3'; did you mean 'conv2'?");
}
