#include "models/timing/burst_timing.hpp"

#include <catch2/catch.hpp>
#include <random>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::timing;

namespace {

/// A bus with the bursts that it still has to wait for.
struct Channel {
    Bus bus;
    History arrivals;

    /// The next burst, `later` cycles after it could be issued.
    void transfer(const BurstTiming& timing, std::int64_t later) {
        const History::Cursor cursor = arrivals.cursor();
        timing.transfer(bus, cursor, std::max(bus.issued + 1, cursor.before(bus.bursts)) + later, false);
    }
    /// When the burst `back` before the next one was through.
    [[nodiscard]] std::int64_t through(std::int64_t back) const { return arrivals.ago(bus.bursts, back); }
};

struct Drawn {
    BurstTiming timing;
    Channel channel;
};

/// After some bursts with pauses between them.
Drawn drawn_channel(std::mt19937& draw) {
    const auto up_to = [&](int most) { return std::uniform_int_distribution<int>(0, most)(draw); };
    MemoryConfig config;
    config.burst_bytes = 16;
    config.bytes_per_cycle = Rational(16 / (1 << up_to(3)));
    config.latency = Cycles(up_to(40));
    config.outstanding = 1 + up_to(7);
    Drawn drawn{BurstTiming(config), {}};
    drawn.channel.arrivals.reset(drawn.timing.outstanding);
    for (int burst = up_to(30); burst >= 0; --burst)
        drawn.channel.transfer(drawn.timing, up_to(3) == 0 ? up_to(20) : 0);
    return drawn;
}

void check_equal(const Channel& a, const Channel& b, const BurstTiming& timing) {
    CHECK(a.bus.issued == b.bus.issued);
    CHECK(a.bus.finish == b.bus.finish);
    CHECK(a.bus.fraction == b.bus.fraction);
    CHECK(a.bus.channel.free() == b.bus.channel.free());
    CHECK(a.bus.channel.cycles(10'000) == b.bus.channel.cycles(10'000));
    for (std::int64_t back = 1; back <= timing.outstanding; ++back) CHECK(a.through(back) == b.through(back));
}

} // namespace

TEST_CASE("bursts that line up are those that the bus sends without a pause") {
    std::mt19937 draw(1);
    std::int64_t lined_up = 0, ended = 0;
    for (int run = 0; run < 3000; ++run) {
        Drawn drawn = drawn_channel(draw);
        Channel one_by_one = drawn.channel;
        constexpr std::int64_t most = 12;
        const std::int64_t bursts = drawn.timing.line_up(drawn.channel.bus, drawn.channel.arrivals.cursor(), most);
        INFO("run " << run << ", latency " << drawn.timing.latency << ", outstanding " << drawn.timing.outstanding
                    << ", cycles " << drawn.timing.cycles);
        for (std::int64_t burst = 0; burst < bursts; ++burst) {
            const std::int64_t free = one_by_one.bus.end();
            one_by_one.transfer(drawn.timing, 0);
            REQUIRE(one_by_one.bus.end() == free + drawn.timing.cycles);
        }
        check_equal(drawn.channel, one_by_one, drawn.timing);
        lined_up += bursts;
        if (bursts == most) continue;
        ++ended;
        const std::int64_t free = one_by_one.bus.end();
        one_by_one.transfer(drawn.timing, 0);
        CHECK(one_by_one.bus.end() > free + drawn.timing.cycles);
    }
    CHECK(lined_up > 3000);
    CHECK(ended > 300);
}

TEST_CASE("bursts that follow the ones that are through are as if issued one by one") {
    std::mt19937 draw(2);
    int followed = 0;
    for (int run = 0; run < 6000; ++run) {
        Drawn drawn = drawn_channel(draw);
        Channel one_by_one = drawn.channel;
        const BurstTiming& timing = drawn.timing;
        const std::int64_t through = drawn.channel.through(timing.outstanding);
        // As the channel asks before it does so.
        if (!timing.latency_binds || through <= drawn.channel.bus.issued ||
            drawn.channel.bus.end() > through + timing.latency)
            continue;
        INFO("run " << run << ", latency " << timing.latency << ", outstanding " << timing.outstanding << ", cycles "
                    << timing.cycles);
        const int bursts = std::uniform_int_distribution<int>(1, 40)(draw);
        timing.follow(drawn.channel.bus, drawn.channel.arrivals, bursts);
        for (int burst = 0; burst < bursts; ++burst) one_by_one.transfer(timing, 0);
        check_equal(drawn.channel, one_by_one, timing);
        ++followed;
    }
    CHECK(followed > 300);
}
