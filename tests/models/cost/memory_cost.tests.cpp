// Memories by hand.
#include "models/cost/memory_cost.hpp"
#include "tests/models/cost/test_technology.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::models;

TEST_CASE("a small memory is flip-flops with an enable and a tree of multiplexers") {
    const MemoryCost cost = memory_cost({4, 8, true}, round_technology());
    CHECK_FALSE(cost.sram);
    CHECK(cost.area == Area{8 * 3 * 2, 32 * (4 + 2), 0});
    CHECK(cost.leakage_nw == 32 * 2 + 24);
    CHECK(cost.clock_fj == 8 * 3);
    CHECK(cost.read_ps == 2 * 11);
    CHECK(cost.write_fj == 8 * 0.5 * (1 + 2 * 2)); // two readers each: its own enable and the read multiplexer
    CHECK(cost.read_fj == 8 * 0.5 * 2 * (1 + 2));
}

TEST_CASE("few words stay flip-flops however wide they are") {
    CHECK_FALSE(memory_cost({15, 4096, false}, round_technology()).sram);
    CHECK(memory_cost({16, 4096, false}, round_technology()).sram);
    CHECK_FALSE(memory_cost({1023, 1, false}, round_technology()).sram);
    CHECK(memory_cost({1024, 1, false}, round_technology()).sram);
}

TEST_CASE("a macro is its cells and its edges") {
    const MemoryCost cost = memory_cost({128, 32, false}, round_technology()); // 4096 bits, edge 64
    CHECK(cost.sram);
    CHECK(cost.area.sram_um2 == Approx(4096 * 0.5 + 64 * 2));
    CHECK(cost.area.logic_um2 == 0);
    CHECK(cost.leakage_nw == Approx(4096 + 64 * 3));
    CHECK(cost.read_ps == Approx(164));
    CHECK(cost.read_fj == Approx(32 * (10 + 32)));
    const MemoryCost two_ports = memory_cost({128, 32, true}, round_technology());
    CHECK(two_ports.area.sram_um2 == Approx(2 * cost.area.sram_um2));
    CHECK(two_ports.leakage_nw == Approx(2 * cost.leakage_nw));
    CHECK(two_ports.read_fj == cost.read_fj);
}

TEST_CASE("a large memory is several macros") {
    const Technology t = round_technology();
    const MemoryCost one = memory_cost({1024, 64, false}, t), four = memory_cost({4096, 64, false}, t);
    CHECK(four.area.sram_um2 == Approx(4 * one.area.sram_um2));
    CHECK(four.leakage_nw == Approx(4 * one.leakage_nw));
    CHECK(four.read_ps == one.read_ps);
    CHECK(four.read_fj == one.read_fj);
}

TEST_CASE("a memory is as uncertain as the weakest number in it") {
    Technology t = round_technology();
    t.sram.two_port_factor.quality = Quality::estimated;
    CHECK(memory_cost({128, 32, false}, t).area_quality == Quality::published);
    CHECK(memory_cost({128, 32, true}, t).area_quality == Quality::estimated);
    t.sram.access_fj.quality = Quality::scaled;
    CHECK(memory_cost({128, 32, false}, t).area_quality == Quality::published);
    CHECK(memory_cost({128, 32, false}, t).quality == Quality::scaled);
}
