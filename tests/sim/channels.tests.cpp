#include "sim/channels/cycle_fifo.hpp"
#include "sim/channels/stamped_count.hpp"

#include <catch2/catch.hpp>
#include <utility>
#include <vector>

using namespace fracbit;
using namespace fracbit::sim;

TEST_CASE("what is added in a cycle is seen from the next one on") {
    StampedCount count;
    count.add(Cycles(10), 3);
    CHECK(count.seen(Cycles(10)) == 0);
    CHECK(count.seen(Cycles(11)) == 3);
}

TEST_CASE("an announcement for a later cycle does not hide what comes before it") {
    StampedCount count;
    count.add_at(Cycles(100), 1);
    count.add_at(Cycles(20), 10);
    count.add_at(Cycles(50), 100);
    count.add_at(Cycles(20), 1000);
    CHECK(count.seen(Cycles(19)) == 0);
    CHECK(count.seen(Cycles(20)) == 1010);
    CHECK(count.seen(Cycles(50)) == 1110);
    CHECK(count.seen(Cycles(99)) == 1110);
    CHECK(count.seen(Cycles(100)) == 1111);
}

TEST_CASE("reserved space is free again in the cycle that its user names") {
    SpacePool pool;
    pool.reset(8);
    pool.reserve(6);
    CHECK(pool.free(Cycles(0)) == 2);
    pool.release_at(Cycles(9), 4);
    pool.release_at(Cycles(5), 2);
    CHECK(pool.free(Cycles(4)) == 2);
    CHECK(pool.free(Cycles(5)) == 4);
    CHECK(pool.free(Cycles(9)) == 8);
}

TEST_CASE("a cycle with a push and a pop leaves one level of the FIFO") {
    std::vector<std::pair<std::int64_t, std::int64_t>> levels;
    CycleFifo<int> fifo(2);
    fifo.on_level([&](Cycles from, std::int64_t level) { levels.emplace_back(from.count(), level); });
    fifo.push(Cycles(0));
    fifo.pop(Cycles(3));
    fifo.push(Cycles(3));
    fifo.push(Cycles(4));
    fifo.settle(Cycles(9));
    CHECK(levels == std::vector<std::pair<std::int64_t, std::int64_t>>{{1, 1}, {4, 1}, {5, 2}});
}
