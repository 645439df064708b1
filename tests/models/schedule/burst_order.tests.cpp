#include "models/inference/synthetic_workload.hpp"
#include "models/schedule/burst_order.hpp"
#include "models/schedule/network_planner.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

using namespace fracbit;
using namespace fracbit::models;

namespace {

/// 8 inputs of 6 x 6, 8 outputs, 3 x 3: two row groups of 4, nine tiles of 8.
Network two_groups() {
    Layer layer;
    layer.name = "conv";
    layer.input = {8, 6, 6};
    layer.out_channels = 8;
    layer.kernel_height = layer.kernel_width = 3;
    layer.pad_height = layer.pad_width = 1;
    Network network;
    network.name = "one";
    network.layers = {layer};
    return network;
}

Architecture small_architecture() {
    Architecture a;
    a.array.rows = 4;
    a.array.columns = 8;
    a.memory.burst_bytes = 4; // less than a tile
    return a;
}

LayerSchedule planned(const Architecture& architecture, const Network& network) {
    SyntheticSpec spec;
    spec.order = StorageOrder::k_major;
    spec.group_rows = architecture.array.rows;
    const SyntheticWorkload workload(network, spec);
    NetworkPlanner planner(architecture, network);
    return planner.plan(0, *workload.layer(0));
}

/// Streams in list order, neighbours joined: W weights, o offsets, f and m patch counts and locations, M masks, c and C CSR, A activations, S scales, O outputs, r and w spilled sums.
std::string shape(const LayerSchedule& schedule) {
    std::string text;
    for (const StreamSegment& segment : schedule.segments) {
        const char letter = "WofmMcCSARKrwO"[static_cast<int>(segment.stream)];
        if (text.empty() || text.back() != letter) text += letter;
    }
    return text;
}

} // namespace

TEST_CASE("outputs stand behind what the next step can fetch before it begins") {
    const Network network = two_groups();
    // Both row groups: weights, input (first group only), scales; then the first group's outputs, then the second's.
    CHECK(shape(planned(small_architecture(), network)) == "WASWSWO");
}

TEST_CASE("weights that do not fit the buffer beside each other come behind the outputs of the step before") {
    Architecture a = small_architecture();
    a.weights.buffer_bytes = 8; // two tiles of 32 bits
    CHECK(shape(planned(a, two_groups())) == "WASWSWOWO");
}

TEST_CASE("a layer that runs again fetches its operands from the same addresses") {
    Network network = two_groups();
    network.layers.push_back(network.layers.front());
    network.layers.back().name = "again";
    const SyntheticWorkload workload(network, {});
    const Architecture a;
    NetworkPlanner planner(a, network);
    const auto addresses = [&](int layer) {
        std::vector<std::uint64_t> found;
        for (const StreamSegment& segment : planner.plan(layer, *workload.layer(layer)).segments)
            found.push_back(segment.first_bit);
        return found;
    };
    const auto first = addresses(0);
    CHECK(addresses(0) == first);
    const auto second = addresses(1);
    CHECK(addresses(1) == second);
    CHECK(addresses(0) == first);
    CHECK(addresses(1) == second);
}

TEST_CASE("spilled sums are read ahead of the writes of the block before and never before they were written") {
    Architecture a = small_architecture();
    a.order = LoopOrder::spill;
    a.array.accumulator_depth = 16; // 8 of 36 positions stay
    const LayerSchedule schedule = planned(a, two_groups());
    REQUIRE(schedule.order.spills);
    CHECK(schedule.order.resident_positions == 8);
    std::int64_t read = 0, written = 0;
    for (const StreamSegment& segment : schedule.segments) {
        if (segment.stream == StreamId::psum_read) read += segment.bits / 8;
        if (segment.stream == StreamId::psum_write) written += segment.bits / 8;
        CHECK(read <= written);
    }
    CHECK(written == 4 * 8 * 28 * 8); // 4 bytes, 8 channels, 28 positions, 9 passes but the last
    CHECK(read == written);
    CHECK(schedule.spilled_bytes() == written);
}

TEST_CASE("bursts are aligned and cover a segment's bits once") {
    const std::vector<StreamSegment> segments = {{StreamId::weights, false, 8 * 60 + 3, 8 * 70}, {StreamId::outputs, true, 8 * 256, 8 * 64}};
    std::vector<Burst> bursts;
    for (BurstCursor cursor(segments, 64); !cursor.done(); cursor.advance()) bursts.push_back(cursor.current());
    REQUIRE(bursts.size() == 4);
    CHECK(bursts[0].address == 0);
    CHECK(bursts[0].payload_bits == 4 * 8 - 3);
    CHECK(bursts[0].payload_bytes() == 4);
    CHECK(bursts[1].address == 64);
    CHECK(bursts[1].payload_bits == 64 * 8);
    CHECK(bursts[2].address == 128);
    CHECK(bursts[2].payload_bits == 70 * 8 - 29 - 512);
    CHECK(bursts[3].write);
    CHECK(bursts[3].payload_bytes() == 64);
}
