#include "traces/event_spool.hpp"
#include "models/core/error.hpp"
#include "tests/traces/recording.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::traces;
using Catch::Matchers::Equals;

namespace {

bool before(const TimedRecord& a, const TimedRecord& b) {
    return a.cycle != b.cycle ? a.cycle < b.cycle : a.lane < b.lane;
}

} // namespace

TEST_CASE("an event spool merges its lanes by time, then lane, then order of arrival") {
    const unsigned seed = 7;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    // Fewer records than a chunk, exactly whole chunks, and many chunks.
    const int chunk = static_cast<int>(EventSpool::chunk_records);
    for (const int per_lane : {0, 1, 10, chunk - 1, chunk, chunk + 1, 2 * chunk, 5 * chunk + 3}) {
        const tests::ScratchFolder folder;
        EventSpool spool(folder.path("trace"), {"a", "b", "c"});
        std::vector<TimedRecord> expected;
        std::vector<std::int64_t> cycles(3);
        for (int i = 0; i < 3 * per_lane; ++i) {
            const auto lane = static_cast<std::int32_t>(i % 3 == 0 ? 0 : random() % 3); // uneven lanes
            auto& cycle = cycles[static_cast<std::size_t>(lane)];
            cycle += static_cast<std::int64_t>(random() % 3);
            const TimedRecord record{cycle, static_cast<std::uint64_t>(i), lane, -i};
            spool.push(record);
            expected.push_back(record);
        }
        std::stable_sort(expected.begin(), expected.end(), before);
        TimedRecord record;
        for (const TimedRecord& wanted : expected) {
            REQUIRE(spool.pop(record));
            REQUIRE(record.cycle == wanted.cycle);
            REQUIRE(record.value == wanted.value);
            REQUIRE(record.lane == wanted.lane);
            REQUIRE(record.tag == wanted.tag);
        }
        CHECK_FALSE(spool.pop(record));
        CHECK(folder.files().empty()); // the scratch file never has a name that stays
    }
}

TEST_CASE("an event spool refuses events that go back in time and events after the end") {
    EventSpool spool("unused", {"decoder"});
    spool.push({5, 0, 0, 0});
    CHECK_THROWS_AS(spool.push({4, 0, 0, 0}), SimulationError);
    CHECK_THROWS_WITH(spool.push({4, 0, 0, 0}),
                      Equals("trace: 'decoder' reported cycle 4 after cycle 5; each source must "
                             "go forward in time"));
    TimedRecord record;
    CHECK(spool.pop(record));
    CHECK_THROWS_AS(spool.push({6, 0, 0, 0}), SimulationError);
    CHECK_THROWS_WITH(spool.push({6, 0, 0, 0}), Equals("a trace event came after the end of the run"));
}

TEST_CASE("an event spool that cannot make its scratch file says so") {
    EventSpool spool("/nowhere/trace", {"decoder"});
    const auto fill = [&] {
        for (std::size_t i = 0; i < EventSpool::chunk_records; ++i) spool.push({0, 0, 0, 0});
    };
    try {
        fill();
        FAIL("no error");
    } catch (const IoError& error) {
        CHECK(std::string(error.what()) ==
              "cannot open the scratch file of '/nowhere/trace': No such file or directory; "
              "nothing was left behind");
    }
}
