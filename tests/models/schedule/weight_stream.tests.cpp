#include "models/core/error.hpp"
#include "models/schedule/weight_stream.hpp"

#include <catch2/catch.hpp>

#include <memory>

using namespace fracbit;
using namespace fracbit::models;

namespace {

struct StoredFor {
    std::int64_t rows = 4, columns = 8;
};

struct PlannedWeights {
    WorkOrder order;
    WeightStream stream;
};

/// A linear layer of `outputs` rows of 10 weights on a 4 x 8 array with 2 lanes; slices of 3 bits decode to 7 weights.
PlannedWeights plan(StorageOrder storage, std::int64_t outputs, std::size_t q, std::int64_t buffer_bytes,
             std::size_t chunks = 1, StoredFor stored_for = {}) {
    Architecture architecture;
    architecture.array.rows = 4;
    architecture.array.columns = 8;
    architecture.weights.lanes = 2;
    architecture.weights.buffer_bytes = buffer_bytes;
    Layer layer;
    layer.name = "fc";
    layer.kind = LayerKind::linear;
    layer.input = {10, 1, 1};
    layer.out_channels = outputs;
    QuantizedLayer weights;
    weights.order = storage;
    weights.group_rows = stored_for.rows;
    weights.tile_columns = stored_for.columns;
    const auto network = std::make_shared<const XorNetwork>(XorSpec{3, 7, 2, 1});
    weights.planes.assign(q, {network, {}});
    PlannedWeights planned;
    planned.order.groups = row_groups(layer, TensorLayout(layer.input, 1, cut_channels(10, 1, 4), 0), 4);
    planned.order.chunks = cut_chunks(static_cast<std::int64_t>(chunks), 1);
    planned.order.planes = static_cast<std::int64_t>(q);
    planned.order.reduction = 10;
    planned.order.tile_columns = 8;
    planned.stream = plan_weights(architecture, layer, weights, planned.order, 0);
    return planned;
}

} // namespace

TEST_CASE("row-major weights that are decoded once are one run, and left-over bits serve the next row group") {
    const PlannedWeights p = plan(StorageOrder::row_major, 6, 1, 1000);
    REQUIRE(p.stream.runs.size() == 1);
    CHECK(p.stream.runs[0].slices == 9); // ceil(60 / 7)
    CHECK(p.stream.runs[0].useful_bits == 60);
    REQUIRE(p.stream.units.size() == 2); // one per row group: 40 and 20 bits
    CHECK(p.stream.units[0].bits == 40);
    CHECK(p.stream.units[0].end_slice == 6); // ceil(40 / 7), a whole number of 2-slice words
    CHECK(p.stream.units[1].bits == 20);
    CHECK_FALSE(p.stream.tile_units);
}

TEST_CASE("row-major weights of two planes read boundary slices with each row group") {
    const PlannedWeights p = plan(StorageOrder::row_major, 6, 2, 1000);
    REQUIRE(p.stream.runs.size() == 4); // (group, plane)
    CHECK(p.stream.runs[2].first_bit == 5 * 3); // bit 40 lies in slice 5
    CHECK(p.stream.runs[2].skip == 5);
    CHECK(p.stream.runs[2].slices == 4); // slices 5 ... 8
    CHECK(p.stream.runs[2].useful_bits == 20);
}

TEST_CASE("k-major row groups begin with a fresh slice at a burst boundary, tile by tile") {
    const PlannedWeights p = plan(StorageOrder::k_major, 6, 1, 1000);
    REQUIRE(p.stream.runs.size() == 2);
    CHECK(p.stream.runs[1].first_bit == 6 * 3); // behind the six slices of the first group
    CHECK(p.stream.runs[1].seeds.address == 512);     // the next burst of 64 bytes
    REQUIRE(p.stream.units.size() == 4);
    CHECK(p.stream.units[0].bits == 32);
    CHECK(p.stream.units[1].bits == 8);
    CHECK(p.stream.tile_units);
}

TEST_CASE("a row group that fits the buffer is decoded once for all chunks, one that does not with every chunk") {
    const PlannedWeights resident = plan(StorageOrder::k_major, 6, 1, 5, 3); // 40 bits
    CHECK(resident.stream.resident);
    CHECK(resident.stream.units.size() == 4);
    CHECK(resident.stream.unit_of(resident.order, 2, 1) == 1);
    CHECK_FALSE(resident.stream.last_use(resident.order, 1, 1));
    CHECK(resident.stream.last_use(resident.order, 2, 1));

    const PlannedWeights streamed = plan(StorageOrder::k_major, 6, 1, 4, 3); // one tile of 32 bits
    CHECK_FALSE(streamed.stream.resident);
    CHECK(streamed.stream.units.size() == 12);
    CHECK(streamed.stream.unit_of(streamed.order, 2, 1) == 5);
    CHECK(streamed.stream.last_use(streamed.order, 1, 1));
}

TEST_CASE("weights that were stored for an array of another size are refused") {
    CHECK_THROWS_AS(plan(StorageOrder::k_major, 6, 1, 1000, 1, {5, 8}), ConfigError);
    CHECK_THROWS_WITH(
        plan(StorageOrder::k_major, 6, 1, 1000, 1, {5, 8}),
        "layer 'fc': its weights are stored for row groups of 5, but array.rows = 4; encode the model for "
        "this array, or in row-major order");
    CHECK_THROWS_WITH(plan(StorageOrder::tiled, 6, 1, 1000, 1, {4, 3}),
                      "layer 'fc': its weights are stored for tile columns of 3, but array.columns = 8; encode the "
                      "model for this array, or in row-major order");
    CHECK_NOTHROW(plan(StorageOrder::k_major, 6, 1, 1000, 1, {4, 3}));   // k-major knows no tiles
    CHECK_NOTHROW(plan(StorageOrder::k_major, 3, 1, 1000, 1, {32, 8}));  // three rows are one group in both
    CHECK_NOTHROW(plan(StorageOrder::row_major, 6, 1, 1000, 1, {0, 0})); // any array can
}

TEST_CASE("row-major storage needs room for a row group's plane and says what would help") {
    CHECK_THROWS_WITH(plan(StorageOrder::row_major, 6, 1, 4),
                      "layer 'fc': the decoded-weight buffer cannot hold one plane of a row group, which row-major storage needs: it takes "
                      "weights.buffer_bytes >= 5, found 4; k-major storage needs only one tile");
    CHECK_THROWS_AS(plan(StorageOrder::row_major, 6, 1, 4), ConfigError);
}
