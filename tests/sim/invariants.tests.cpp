// Every check of a layer must be able to fail: a right result, spoiled in one place.
#include "sim/invariants.hpp"

#include "models/core/error.hpp"
#include "models/inference/synthetic_workload.hpp"
#include "models/schedule/network_planner.hpp"
#include "sim/simulate.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using models::BlockCycles;
using models::BlockId;
using models::LayerResult;
using models::StreamId;

namespace {

BlockCycles& cycles_of(LayerResult& result, BlockId id) { return result.blocks[static_cast<std::size_t>(id)]; }

/// Moves a cycle from busy to stalled on input: the four still add up.
void idle_a_cycle(LayerResult& result, BlockId id) {
    cycles_of(result, id).busy -= Cycles(1);
    cycles_of(result, id).stall_in += Cycles(1);
}

models::Network pooled_network() {
    models::Layer conv, pool;
    conv.name = "conv";
    conv.input = {4, 6, 6};
    conv.out_channels = 8;
    conv.kernel_height = conv.kernel_width = 3;
    pool.name = "pool";
    pool.kind = models::LayerKind::max_pool;
    pool.input = conv.output();
    pool.out_channels = 8;
    pool.kernel_height = pool.kernel_width = 2;
    models::Network network;
    network.name = "pooled";
    network.layers = {conv, pool};
    return network;
}

struct Spoiling {
    const char* text;
    int layer;
    void (*spoil)(LayerResult&);
};

constexpr Spoiling spoilings[] = {
    {"block decoder: busy + stalled + idle is", 0,
     [](LayerResult& r) { cycles_of(r, BlockId::decoder).idle += Cycles(1); }},
    {"block memory: bytes of stream 'scales' is", 0,
     [](LayerResult& r) { r.streams[static_cast<std::size_t>(StreamId::scales)].bytes += Bytes(1); }},
    {"block decoder: slices decoded is", 0, [](LayerResult& r) { ++r.decoded_slices; }},
    {"block weight_buffer: bits filled is", 0, [](LayerResult& r) { r.decoded_bits += Bits(1); }},
    {"block csr_decoder: entries is", 0, [](LayerResult& r) { ++r.csr.fillers; }},
    {"block csr_decoder: unbalanced slots is", 0, [](LayerResult& r) { ++r.csr.unbalanced; }},
    {"block csr_decoder: entries + fillers + starved + unbalanced is", 0, [](LayerResult& r) { ++r.csr.starved; }},
    {"block tile_loader: tiles loaded is", 0, [](LayerResult& r) { --r.tiles_loaded; }},
    {"block array: vectors is", 0, [](LayerResult& r) { ++r.vectors; }},
    {"block array: busy is", 0, [](LayerResult& r) { idle_a_cycle(r, BlockId::array); }},
    {"block scaler: busy is", 0, [](LayerResult& r) { idle_a_cycle(r, BlockId::scaler); }},
    {"block vector_unit: busy is", 1, [](LayerResult& r) { idle_a_cycle(r, BlockId::vector_unit); }},
    {"block activation_reader: busy is", 1, [](LayerResult& r) { idle_a_cycle(r, BlockId::activation_reader); }},
    {"block operand_reader: busy is", 0, [](LayerResult& r) { idle_a_cycle(r, BlockId::operand_reader); }},
};

} // namespace

TEST_CASE("a result that is wrong in one place is refused by the check of that place") {
    const models::Architecture a;
    const models::SyntheticWorkload workload(pooled_network(), {});
    const auto result = sim::simulate(a, workload, {});
    models::NetworkPlanner planner(a, workload.network());
    for (int i = 0; i < 2; ++i) {
        const models::LayerSchedule schedule = planner.plan(i, *workload.layer(i));
        models::PlanFacts facts;
        facts.chunk = schedule.order.chunks.front().positions;
        const models::LayerExpectation expected =
            models::expect_layer(a, schedule.layer, *workload.layer(i), schedule.input, facts);
        const LayerResult& right = result.layers[static_cast<std::size_t>(i)];
        CHECK_NOTHROW(sim::check_layer(right, expected.products, expected));
        CHECK_THROWS_AS(sim::check_layer(right, expected.products + 1, expected), SimulationError);
        for (const Spoiling& spoiling : spoilings) {
            if (spoiling.layer != i) continue;
            INFO(spoiling.text);
            LayerResult wrong = right;
            spoiling.spoil(wrong);
            CHECK_THROWS_WITH(sim::check_layer(wrong, expected.products, expected),
                              Catch::StartsWith("layer '" + right.name + "', ") && Catch::Contains(spoiling.text));
        }
        models::LayerExpectation longer = expected;
        longer.least_cycles = right.cycles + Cycles(1);
        CHECK_THROWS_WITH(sim::check_layer(right, expected.products, longer),
                          Catch::Contains("cycles is") && Catch::Contains("at least"));
    }
}
