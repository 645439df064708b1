// Delays by hand, and the two readings of the same technology: ours and that of the pipeline cuts.
#include "models/cost/gate_delays.hpp"
#include "tests/models/cost/test_technology.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::models;

TEST_CASE("a gate's delay is a constant and a slope over what it drives") {
    Technology t = round_technology();
    CHECK(gate_ps(t, CellId::xor2, CellId::xor2, 1) == 11);
    CHECK(gate_ps(t, CellId::xor2, CellId::xor2, 6) == 16);
    t.wiring.ff_per_fanout = {2};
    CHECK(gate_ps(t, CellId::xor2, CellId::xor2, 3) == 19);
}

TEST_CASE("more readers than a gate can drive hang on buffers of two inverters") {
    const Technology t = round_technology();
    // Seven readers: two buffers drive up to six each (an inverter with one to drive, one with six), the gate drives
    // both.
    CHECK(gate_ps(t, CellId::xor2, CellId::xor2, 7) == 12 + (11 + 16));
    CHECK(gate_ps(t, CellId::xor2, CellId::xor2, 36) == 16 + (11 + 16));
    CHECK(gate_ps(t, CellId::xor2, CellId::xor2, 37) == 12 + 2 * (11 + 16));
}

TEST_CASE("a toggle costs the cell's energy and half of C V squared") {
    const Technology t = round_technology();
    CHECK(toggle_fj(t, CellId::xor2, CellId::xor2, 3) == 1 + 3 * 2.0 * 2.0 / 2);
}

TEST_CASE("adders are as slow as their carries") {
    const Technology t = round_technology();
    CHECK(ripple_adder_ps(t, 8) == 11 + 8 * 6);
    CHECK(adder_levels_ps(t, 3, 8) == 3 * 11 + 10 * 6);
    // Generate (3 readers), 3 levels of AND (1) and OR (6), and the sum's XOR.
    CHECK(prefix_adder_ps(t, 8) == 13 + 3 * (11 + 16) + 11);
}

TEST_CASE("the pipeline cuts see the same gates") {
    for (const std::string& name : shipped_technologies()) {
        const Technology& t = shipped_technology(name);
        const GateTiming timing = gate_timing(t);
        for (const int fan_out : {0, 1, 2, 6, 7, 36, 37, 500}) {
            CHECK(timing.gate_ps(fan_out) == gate_ps(t, CellId::xor2, CellId::xor2, fan_out));
            CHECK(timing.clock_to_q_ps(fan_out) + timing.setup_ps ==
                  Approx(flop_overhead_ps(t, CellId::xor2, fan_out)));
        }
    }
}
