#include "traces/order_check.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::traces;
using Catch::Matchers::Contains;
using models::BlockId;
using models::StreamId;

namespace {

TraceHeader header() { return {"net", "arch", 800, 64, {"conv1"}, {"seeds"}}; }

BurstEvent burst(int issue, int start, int finish, int layer = 0) {
    return {Cycles(issue), Cycles(start), Cycles(finish), 0, 64, 64, false, StreamId::weights, layer};
}

} // namespace

TEST_CASE("stretches of a block must follow each other without gap or overlap") {
    OrderCheck check(header());
    check.block({BlockId::decoder, BlockState::busy, Cycles(0), Cycles(5), 0});
    check.block({BlockId::array, BlockState::busy, Cycles(0), Cycles(2), -1}); // another block, no layer
    for (const auto& [begin, end] : {std::pair(4, 6), std::pair(6, 7), std::pair(5, 4)}) {
        const BlockStretch wrong{BlockId::decoder, BlockState::idle, Cycles(begin), Cycles(end), 0};
        CHECK_THROWS_AS(check.block(wrong), SimulationError);
        CHECK_THROWS_WITH(check.block(wrong), Contains("decoder reported cycles [" + std::to_string(begin) + ", " +
                                                       std::to_string(end) + ") after a stretch that ended at 5"));
    }
    check.block({BlockId::decoder, BlockState::idle, Cycles(5), Cycles(6), 0});
    CHECK(check.end_of(BlockId::decoder) == Cycles(6));
}

TEST_CASE("bursts must be consistent and come in the order in which they issue") {
    OrderCheck check(header());
    CHECK_THROWS_WITH(check.burst(burst(3, 2, 9)),
                      Contains("a burst of weights issued at 3 started at 2 and finished at 9"));
    CHECK_THROWS_AS(check.burst(burst(1, 3, 2)), SimulationError);
    check.burst(burst(3, 8, 13));
    check.burst(burst(3, 12, 18)); // a shared cycle
    CHECK_THROWS_AS(check.burst(burst(2, 13, 19)), SimulationError);
    CHECK_THROWS_WITH(check.burst(burst(2, 13, 19)),
                      Contains("the burst of weights at cycle 2 was reported after a later one"));
    CHECK_THROWS_AS(check.burst(burst(4, 11, 19)), SimulationError);
    CHECK_THROWS_AS(check.burst(burst(4, 13, 17)), SimulationError);
}

TEST_CASE("levels must name a queue of the header and go forward in time") {
    OrderCheck check(header());
    CHECK_THROWS_WITH(check.level({1, Cycles(0), 0}),
                      Contains("a level of queue 1 was reported, but the header names 1 queues"));
    CHECK_THROWS_AS(check.level({-1, Cycles(0), 0}), SimulationError);
    check.level({0, Cycles(4), 1});
    check.level({0, Cycles(4), 2});
    CHECK_THROWS_WITH(check.level({0, Cycles(3), 0}), Contains("queue 'seeds' reported cycle 3 after cycle 4"));
}

TEST_CASE("layers must be in the header or none") {
    OrderCheck check(header());
    CHECK_THROWS_WITH(check.block({BlockId::scaler, BlockState::busy, Cycles(0), Cycles(1), 1}),
                      Contains("scaler reported layer 1, but the header names 1 layers"));
    CHECK_THROWS_AS(check.burst(burst(0, 0, 0, -2)), SimulationError);
    check.burst(burst(0, 0, 0, -1));
}

TEST_CASE("nothing may lie beyond the end of the run") {
    OrderCheck check(header());
    check.block({BlockId::scaler, BlockState::busy, Cycles(0), Cycles(10), 0});
    CHECK_THROWS_WITH(check.finish(Cycles(9)), Contains("scaler was reported until cycle 10, but the run ended at 9"));
    check.burst(burst(0, 5, 12));
    CHECK_THROWS_WITH(check.finish(Cycles(11)), Contains("a burst finished at cycle 12, but the run ended at 11"));
    check.level({0, Cycles(14), 1});
    CHECK_THROWS_WITH(check.finish(Cycles(13)), Contains("queue 'seeds' changed at cycle 14, but the run ended at 13"));
    CHECK_NOTHROW(check.finish(Cycles(14)));
}
