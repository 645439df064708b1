// Layers that differ in one number of their shape are timed for themselves.
#include "models/timing/shape_workload.hpp"
#include "models/timing/timing_model.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

namespace {

SimulationResult timed(const Network& network, int threads = 1) {
    WeightShape binary;
    binary.format = WeightFormat::binary;
    return time_network({}, ShapeWorkload(network, binary), 1, true, nullptr, threads);
}

LayerResult timed_alone(const Network& network, std::size_t layer) {
    Network alone = network;
    alone.layers = {network.layers[layer]};
    return timed(alone).layers[0];
}

} // namespace

TEST_CASE("layers between equal tensors are not timed as one if their windows differ") {
    // 10 rows of 10 become 2 of 2, in each of them: (10 - 3) / 5 + 1.
    Layer layer;
    layer.name = "first";
    layer.input = {64, 10, 10};
    layer.out_channels = 64;
    layer.kernel_height = layer.kernel_width = 3;
    layer.stride_height = layer.stride_width = 5;
    struct Change {
        const char* what;
        void (*apply)(Layer&);
    };
    const Change changes[] = {
        {"kernel height", [](Layer& l) { l.kernel_height = 4; }},
        {"kernel width", [](Layer& l) { l.kernel_width = 4; }},
        {"stride", [](Layer& l) { l.stride_height = 6; }},
        {"padding", [](Layer& l) { l.pad_height = 1; }},
        {"dilation", [](Layer& l) { l.dilation_height = 2; }},
        {"groups", [](Layer& l) { l.groups = 2; }},
    };
    for (const Change& change : changes) {
        INFO(change.what);
        Network network;
        network.name = "two";
        network.independent_layers = true;
        network.layers = {layer, layer};
        network.layers[1].name = "second";
        change.apply(network.layers[1]);
        REQUIRE(network.layers[1].output() == network.layers[0].output());
        for (const int threads : {1, 2}) {
            const SimulationResult both = timed(network, threads);
            CHECK(both.layers[0] == timed_alone(network, 0));
            CHECK(both.layers[1] == timed_alone(network, 1));
        }
        CHECK(timed_alone(network, 1).blocks != timed_alone(network, 0).blocks);
    }
}
