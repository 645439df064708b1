// The default technology against what others published of the same circuits at 45 nm.
#include "models/cost/adders.hpp"
#include "models/cost/gate_delays.hpp"
#include "models/cost/memory_cost.hpp"
#include "models/cost/tally.hpp"
#include "models/cost/technology.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace fracbit::models;

namespace {

double area(AdderCount count, double ands = 0) {
    const Technology& t = default_technology();
    return static_cast<double>(count.full) * t.cell(CellId::full_adder).area_um2.value +
           static_cast<double>(count.half) * t.cell(CellId::half_adder).area_um2.value +
           ands * t.cell(CellId::and2).area_um2.value;
}

/// An energy at the technology's supply, at another one: E ~ V^2.
double at_supply(double energy, double volts) {
    const double ratio = volts / default_technology().supply_v.value;
    return energy * ratio * ratio;
}

} // namespace

// W. Dally, High-Performance Hardware for Machine Learning, NIPS tutorial 2015: areas by Design Compiler, TSMC 45 nm.
TEST_CASE("ripple adders have the published areas within 6 percent") {
    CHECK(area(ripple_adder(32)) == Approx(32 * 4.256)); // by hand: 32 FA_X1 of 4.256 um2 are 136.2 um2
    CHECK(area(ripple_adder(32)) == Approx(137).epsilon(0.06));
    CHECK(area(ripple_adder(16)) == Approx(67).epsilon(0.06));
    CHECK(area(ripple_adder(8)) == Approx(36).epsilon(0.06));
}

TEST_CASE("an array multiplier of 8 x 8 bits has the published area within 6 percent") {
    CHECK(area(multiplier(8, 8), 64) == Approx(64 * 1.064 + 48 * 4.256 + 8 * 2.660)); // by hand: 293.7 um2
    CHECK(area(multiplier(8, 8), 64) == Approx(282).epsilon(0.06));
}

TEST_CASE("an array multiplier of 32 x 32 bits is larger than the published one which is no array") {
    const double ours = area(multiplier(32, 32), 1024);
    CHECK(ours > 3495);
    CHECK(ours < 1.6 * 3495);
}

// M. Horowitz, ISSCC 2014, figure 1.1.9: 45 nm, 0.9 V.
TEST_CASE("energies of adders and a multiplier are one to two and a half times the published ones") {
    struct Case {
        double ours_fj, published_fj, times;
    };
    const Technology& t = default_technology();
    for (const Case& c : {Case{Tally(t).adders(ripple_adder(8)).gates_fj(), 30, 1.6},
                          Case{Tally(t).adders(ripple_adder(32)).gates_fj(), 100, 1.9},
                          Case{Tally(t).multipliers(8, 8).gates_fj(), 200, 2.2}})
        CHECK(at_supply(c.ours_fj, 0.9) / c.published_fj == Approx(c.times).margin(0.06)); // as docs/cost.md says
}

TEST_CASE("memories of 8 KB to 1 MB take the published energies for 64 bits within 10 percent") {
    struct Case {
        std::int64_t kilobytes;
        double picojoules;
    };
    Technology t = default_technology();
    t.sram.most_bits.value = 1e9; // caches of one macro, as published
    for (const Case& c : {Case{8, 10}, Case{32, 20}, Case{1024, 100}}) {
        const MemoryCost memory = memory_cost({c.kilobytes * 1024 / 8, 64, false}, t);
        CHECK(at_supply(memory.read_fj, 0.9) / 1000 == Approx(c.picojoules).epsilon(0.1));
    }
}

// Macros fakeram45_* of OpenROAD-flow-scripts (CACTI, 45 nm). Four were fitted, 1024x32 was not.
TEST_CASE("areas of 45 nm SRAM macros are met within 8 percent and one that was not fitted within 15") {
    struct Case {
        std::int64_t words, bits;
        double area_um2, tolerance;
    };
    for (const Case& c : {Case{32, 64, 1754.536, 0.08}, Case{256, 16, 3155.026, 0.08}, Case{512, 64, 17301.438, 0.08},
                          Case{2048, 39, 45478.818, 0.08}, Case{1024, 32, 16406.082, 0.15}}) {
        INFO(c.words << " x " << c.bits);
        CHECK(memory_cost({c.words, c.bits, false}, default_technology()).area.sram_um2 ==
              Approx(c.area_um2).epsilon(c.tolerance));
    }
}

TEST_CASE("a macro's area follows by hand from bit cell and edges") {
    // 1024 x 32: 32768 bits of 0.346 x 1.387 um2 and an edge of 181.02 at 16 um2.
    CHECK(memory_cost({1024, 32, false}, default_technology()).area.sram_um2 ==
          Approx(32768 * 0.346 * 1.387 + std::sqrt(32768.0) * 16));
}

TEST_CASE("access times of those macros are met within 10 percent") {
    struct Case {
        std::int64_t words, bits;
        double ps;
    };
    for (const Case& c : {Case{256, 16, 204}, Case{512, 64, 305}, Case{1024, 32, 309}, Case{2048, 39, 435}})
        CHECK(memory_cost({c.words, c.bits, false}, default_technology()).read_ps == Approx(c.ps).epsilon(0.1));
}
