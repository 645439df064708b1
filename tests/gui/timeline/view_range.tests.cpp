#include "gui/timeline/view_range.hpp"
#include "gui/timeline/cycle_axis.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <random>

using namespace fracbit::gui;

TEST_CASE("A view begins with the whole run") {
    const ViewRange range(1'000);
    CHECK(range.begin() == 0);
    CHECK(range.end() == 1'000);
    CHECK(range.is_whole());
    CHECK_FALSE(ViewRange(0).shows(0));
}

TEST_CASE("Zooming keeps the cycle under the pointer where it is") {
    ViewRange range(1'000);
    range.zoom(0.5, 200);
    CHECK(range.begin() == 100);
    CHECK(range.end() == 600);
    range.zoom(0.5, 600);
    CHECK(range.begin() == 350);
    CHECK(range.end() == 600);
    range.zoom(2, 600);
    CHECK(range.begin() == 100);
    CHECK(range.end() == 600);
}

TEST_CASE("Zooming ends at eight cycles and at the whole run") {
    ViewRange range(1'000);
    for (int i = 0; i < 50; ++i) range.zoom(0.5, 500);
    CHECK(range.span() == ViewRange::least_span);
    CHECK(range.shows(500));
    for (int i = 0; i < 50; ++i) range.zoom(2, range.begin());
    CHECK(range.is_whole());
    ViewRange tiny(5);
    tiny.zoom(0.5, 2);
    CHECK(tiny.span() == 5);
}

TEST_CASE("Moving ends at both ends of the run") {
    ViewRange range(1'000);
    range.show(100, 200);
    range.pan(-500);
    CHECK(range.begin() == 0);
    CHECK(range.span() == 100);
    range.pan(5'000);
    CHECK(range.end() == 1'000);
    CHECK(range.span() == 100);
    range.move_to(250);
    CHECK(range.begin() == 250);
}

TEST_CASE("What is asked for is cut to what there is") {
    ViewRange range(1'000);
    range.show(-50, 100);
    CHECK(range.begin() == 0);
    CHECK(range.end() == 150);
    range.show(500, 502);
    CHECK(range.begin() == 497);
    CHECK(range.end() == 505);
    range.show(800, 5'000);
    CHECK(range.is_whole());
    const ViewRange before = range;
    range.show(std::nan(""), 5);
    CHECK((range == before));
}

TEST_CASE("A cycle that is not on screen comes to its middle, one that is stays") {
    ViewRange range(1'000);
    range.show(100, 200);
    range.reveal(120);
    CHECK(range.begin() == 100);
    range.reveal(500);
    CHECK(range.begin() == 450);
    range.reveal(999);
    CHECK(range.end() == 1'000);
}

TEST_CASE("Whatever is done to a view it stays within the run") {
    const unsigned seed = 33;
    INFO("seed " << seed);
    std::mt19937 random(seed);
    std::uniform_real_distribution<double> any(-2'000, 2'000);
    for (const std::int64_t total : {std::int64_t{1}, std::int64_t{7}, std::int64_t{1'000}, std::int64_t{1} << 50}) {
        ViewRange range(total);
        for (int i = 0; i < 2'000; ++i) {
            const double a = any(random);
            switch (random() % 4) {
            case 0:
                range.zoom(std::exp2(a / 1'000), range.begin() + range.span() * (a + 2'000) / 4'000);
                break;
            case 1:
                range.pan(a);
                break;
            case 2:
                range.show(a, a + any(random));
                break;
            default:
                range.reveal(a);
            }
            INFO("total " << total << ", step " << i);
            REQUIRE(range.begin() >= 0);
            REQUIRE(range.end() <= static_cast<double>(total) * (1 + 1e-12));
            REQUIRE(range.span() >= std::min(ViewRange::least_span, static_cast<double>(total)));
        }
    }
}

TEST_CASE("Ticks are round cycles, never closer than one cycle") {
    CHECK(cycle_ticks(0, 100, 11) == std::vector<std::int64_t>{0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100});
    CHECK(cycle_ticks(0, 100, 5) == std::vector<std::int64_t>{0, 50, 100});
    CHECK(cycle_ticks(1'230, 1'290, 5) == std::vector<std::int64_t>{1'240, 1'260, 1'280});
    CHECK(cycle_ticks(3.5, 6.5, 50) == std::vector<std::int64_t>{4, 5, 6});
    CHECK(cycle_ticks(5, 5, 10).empty());
}

TEST_CASE("Times on an axis have the digits that tell its ticks apart, and no more") {
    CHECK(time_text(1'000'000, 528, TimeUnit::microseconds, 200'000) == QStringLiteral("1894 µs"));
    CHECK(time_text(1'020'000, 528, TimeUnit::microseconds, 20'000) == QStringLiteral("1931.8 µs"));
    CHECK(time_text(1'000'100, 528, TimeUnit::microseconds, 100) == QStringLiteral("1894.129 µs"));
    CHECK(time_text(1'600, 800, TimeUnit::microseconds, 800) == QStringLiteral("2 µs"));
    CHECK(time_text(200'000'000, 500, TimeUnit::milliseconds, 50'000'000) == "400 ms");
    CHECK(time_text(3, 600, TimeUnit::nanoseconds, 1) == "5 ns");
    CHECK(time_text(2, 600, TimeUnit::nanoseconds, 1) == "3.33 ns");
}

TEST_CASE("Cycles are also said as time by the trace's clock") {
    CHECK(time_text(13, 800, TimeUnit::nanoseconds) == "16.25 ns");
    CHECK(time_text(1'417'911, 800, TimeUnit::microseconds) == QStringLiteral("1772.38875 µs"));
    CHECK(time_text(1, 600, TimeUnit::nanoseconds) == "1.667 ns");
    CHECK(time_text(100, 1'000, TimeUnit::nanoseconds) == "100 ns");
    CHECK(time_text(0, 800, TimeUnit::microseconds) == QStringLiteral("0 µs"));
    CHECK(time_text(5, 0, TimeUnit::nanoseconds).isEmpty());
    CHECK(time_unit(60, 800) == TimeUnit::nanoseconds);
    CHECK(time_unit(1'417'911, 800) == TimeUnit::microseconds);
    CHECK(time_unit(10e6, 800) == TimeUnit::milliseconds);
    CHECK(time_text(10'000'000, 800, TimeUnit::milliseconds) == "12.5 ms");
}
