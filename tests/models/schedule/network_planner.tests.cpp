// Where a network's tensors lie, which of them stay on chip, and layers that cannot be planned.
#include "models/schedule/network_planner.hpp"

#include "models/core/error.hpp"
#include "models/inference/synthetic_workload.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::tests::message_of;

namespace {

/// 8 channels of 4 x 4, as input and output.
Layer plain_conv(const std::string& name) {
    Layer layer;
    layer.name = name;
    layer.input = {8, 4, 4};
    layer.out_channels = 8;
    return layer;
}

Network network_of_layers(std::vector<Layer> layers) {
    Network network;
    network.name = "planned";
    network.layers = std::move(layers);
    return network;
}

Architecture planned_array() {
    Architecture a;
    a.array.rows = 4;
    a.array.columns = 8;
    return a;
}

LayerSchedule plan_of(const Architecture& architecture, const Network& network, int layer) {
    NetworkPlanner planner(architecture, network);
    return planner.plan(layer, *SyntheticWorkload(network, {}).layer(layer));
}

} // namespace

TEST_CASE("a tensor with rows and columns is not read as one of another shape") {
    Layer reader = plain_conv("reader");
    reader.input = {128, 1, 1};
    const Network network = network_of_layers({plain_conv("rows"), reader});
    CHECK(message_of<ConfigError>([&] { NetworkPlanner(planned_array(), network); }) ==
          "layer 'reader' cannot read the output of 'rows': found 128 elements, expected 128 without rows and columns");
}

TEST_CASE("the output writer holds a burst and a vector, of the array or of the vector unit") {
    const Network convolution = network_of_layers({plain_conv("conv")});
    Layer pool = plain_conv("pool");
    pool.kind = LayerKind::max_pool;
    pool.kernel_height = pool.kernel_width = pool.stride_height = pool.stride_width = 2;
    const Network pooling = network_of_layers({pool});
    Architecture a = planned_array();
    a.vector_unit.lanes = 3;
    for (const auto& [network, needed] : {std::pair(&convolution, 64 + 4), std::pair(&pooling, 64 + 3)}) {
        a.output.writer_bytes = needed;
        CHECK_NOTHROW(plan_of(a, *network, 0));
        a.output.writer_bytes = needed - 1;
        CHECK(message_of<ConfigError>([&, network = network] { plan_of(a, *network, 0); }) ==
              "layer '" + network->layers[0].name +
                  "': the output writer cannot hold a burst and one output vector: it takes output.writer_bytes >= " +
                  std::to_string(needed) + ", found " + std::to_string(needed - 1));
    }
}

TEST_CASE("an output that only the next layer reads stays on chip if it is no more than a third of the buffer") {
    Architecture a = planned_array();
    a.keep_on_chip = true;
    const auto stays = [&](const Network& network, std::int64_t buffer_bytes) {
        a.activations.buffer_bytes = buffer_bytes;
        const bool output = plan_of(a, network, 0).output_on_chip;
        CHECK(plan_of(a, network, 1).input_on_chip == output);
        return output;
    };
    Network network = network_of_layers({plain_conv("a"), plain_conv("b"), plain_conv("c")});
    CHECK(stays(network, 3 * 128));
    CHECK_FALSE(stays(network, 3 * 128 - 1));
    Network residual = network;
    residual.layers[2].residual = "a";
    CHECK_FALSE(stays(residual, 4096));
    Network twice = network;
    twice.layers[2].source = "a";
    CHECK_FALSE(stays(twice, 4096));
    network.independent_layers = true;
    CHECK_FALSE(stays(network, 4096));
}

TEST_CASE("what stays in the activation buffer is given back by no step") {
    Architecture a = planned_array();
    a.array.accumulator_depth = 16; // steps of 8 positions, two rows
    const Network network = network_of_layers({plain_conv("conv")});
    const auto released = [&](std::int64_t buffer_bytes) {
        a.activations.buffer_bytes = buffer_bytes;
        const LayerSchedule schedule = plan_of(a, network, 0);
        std::vector<std::int64_t> bytes;
        for (const StepNeeds& needs : schedule.needs) bytes.push_back(needs.release_after_array);
        CHECK(schedule.input_resident == (buffer_bytes >= 128));
        return bytes;
    };
    CHECK(released(128) == std::vector<std::int64_t>(4, 0));
    CHECK(released(127) == std::vector<std::int64_t>(4, 64));
}
