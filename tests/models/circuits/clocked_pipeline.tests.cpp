#include "models/circuits/clocked_pipeline.hpp"

#include "models/circuits/synthesis.hpp"
#include "models/core/error.hpp"
#include "tests/models/circuits/random_matrices.hpp"

#include <catch2/catch.hpp>

#include <algorithm>

using namespace fracbit;
using namespace fracbit::models;
using namespace fracbit::models::testing;

namespace {

/// A tree of eight inputs: four gates, two, one.
XorNetlist tree() { return {8, {{0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}, {10, 11}, {12, 13}}, {14}}; }

/// Two inputs that become eight sums late: x0 ^ x1 = g0, y_i = g0 ^ x_(2 + i).
XorNetlist fan() {
    std::vector<XorGate> gates{{0, 1}};
    std::vector<Signal> outputs;
    for (Signal i = 0; i < 4; ++i) {
        gates.push_back({2 + i, 6});
        outputs.push_back(7 + i);
    }
    return {6, gates, outputs};
}

GateTiming timing_of(double gate, double fan_out, double clock_to_q, double setup) {
    const auto loaded = [fan_out](double unloaded) {
        return [unloaded, fan_out](int readers) { return unloaded + fan_out * readers; };
    };
    return {loaded(gate), loaded(clock_to_q), setup};
}

/// Fewest stages by the definition: the longest way, cut greedily, over all ways.
int fewest_stages_of_ways(const XorNetlist& netlist, double gate_ps, double overhead_ps, double clock_ps) {
    const int gates_per_stage = static_cast<int>((clock_ps - overhead_ps) / gate_ps + 1e-9);
    const std::vector<int> levels = signal_levels(netlist);
    const int deepest = *std::max_element(levels.begin(), levels.end());
    return std::max(1, (deepest + gates_per_stage - 1) / gates_per_stage);
}

} // namespace

TEST_CASE("two stages have the fewest flip-flops of all cuts that keep the clock, all cuts tried") {
    const std::uint64_t seed = GENERATE(range(1, 31));
    CAPTURE(seed);
    const XorNetwork network(XorSpec{6, 8, 0, seed});
    const XorNetlist netlist = synthesize_by(SynthesisMethod::paar, network).value();
    const int levels = (depth(netlist) + 1) / 2; // in each stage
    REQUIRE(netlist.xor2() <= 16);
    int fewest = 1 << 20;
    for (unsigned late = 0; late < 1U << netlist.xor2(); ++late) {
        std::vector<int> stage, level; // level: gates in a row in the stage
        bool allowed = true;
        for (int g = 0; g < netlist.xor2() && allowed; ++g) {
            const XorGate& gate = netlist.gates()[static_cast<std::size_t>(g)];
            stage.push_back(late >> g & 1U ? 2 : 1);
            level.push_back(1);
            for (const Signal read : {gate.a, gate.b}) {
                if (read < netlist.n_in()) continue;
                const auto before = static_cast<std::size_t>(read - netlist.n_in());
                allowed = allowed && stage[before] <= stage.back();
                if (stage[before] == stage.back()) level.back() = std::max(level.back(), level[before] + 1);
            }
            allowed = allowed && level.back() <= levels;
        }
        if (allowed) fewest = std::min(fewest, flip_flops(cut_at(netlist, stage, 2)));
    }
    CHECK(flip_flops(cut_with_few_registers(netlist, levels, 2)) == fewest);
}

TEST_CASE("outputs that are inputs take a stage, its registers' delay and their set-up, too") {
    const XorNetlist wires(2, {}, {1, 0});
    const GateTiming timing = timing_of(20, 0, 30, 12);
    CHECK(cut_for_clock(wires, timing, 42).stage_ps == std::vector<double>{42});
    CHECK_THROWS_MATCHES(cut_for_clock(wires, timing, 41), ConfigError,
                         Catch::Matchers::Message("a period of 41 ps is too short: one gate between two registers "
                                                  "takes 42 ps; allow that or more"));
}

TEST_CASE("a tree is cut where the clock allows two levels and where it is narrow") {
    // Clock to output 10 and load 1, each gate 20 and load 1, set-up 5: two levels take 58 ps, one takes 37.
    const GateTiming timing = timing_of(20, 1, 10, 5);
    const ClockedPipeline two = cut_for_clock(tree(), timing, 58);
    CHECK(two.cut.stages == 2);
    CHECK(two.cut.registers == std::vector<int>{2, 1}); // after the second level, not after the first
    CHECK(two.stage_ps == std::vector<double>{58, 37});
    const ClockedPipeline three = cut_for_clock(tree(), timing, 57.999);
    CHECK(three.cut.stages == 3);
    CHECK(three.cut.registers == std::vector<int>{4, 2, 1});
    CHECK(cut_for_clock(tree(), timing, 79).cut.stages == 1);
}

TEST_CASE("gates that multiply signals are placed late, those that merge them early") {
    const GateTiming timing = timing_of(10, 0, 0, 0);
    const ClockedPipeline found = cut_for_clock(fan(), timing, 10);
    CHECK(found.cut.gate_stage == std::vector<int>{1, 2, 2, 2, 2});
    CHECK(found.cut.registers == std::vector<int>{5, 4}); // g0 in place of x0 and x1
    const PipelineCut wider = cut_with_few_registers(fan(), 2, 2);
    CHECK(flip_flops(wider) == 4 + 4); // all in the first stage, which holds both levels
    CHECK(flip_flops(cut_by_levels(fan(), 2, 2)) == 4 + 4);
}

TEST_CASE("rows of registers move to where few signals cross") {
    // Six sums of four inputs: the inputs are fewer, so the gates belong behind the row.
    const XorNetlist sums(4, {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}}, {4, 5, 6, 7, 8, 9});
    CHECK(cut_by_levels(sums, 1, 2).registers == std::vector<int>{6, 6});
    const PipelineCut moved = cut_with_few_registers(sums, 1, 2);
    CHECK(moved.registers == std::vector<int>{4, 6});
    CHECK(moved.gate_stage == std::vector<int>(6, 2));
}

TEST_CASE("stages are as few as the longest way allows, and every stage keeps the clock") {
    const std::uint64_t seed = 4301;
    Random random(seed);
    for (int round = 0; round < 40; ++round) {
        const XorNetwork network = random_matrix(random);
        const double clock = 30.0 + 10.0 * static_cast<double>(random.below(6));
        CAPTURE(seed, round, clock, shown(network));
        const XorNetlist netlist = *synthesize_by(SynthesisMethod::paar, network);
        const ClockedPipeline found = cut_for_clock(netlist, timing_of(10, 0, 12, 8), clock);
        REQUIRE(found.cut.stages == fewest_stages_of_ways(netlist, 10, 20, clock));
        REQUIRE(found.stage_ps.size() == static_cast<std::size_t>(found.cut.stages));
        for (const double ps : found.stage_ps) REQUIRE(ps <= clock);
        REQUIRE(cut_at(netlist, found.cut.gate_stage, found.cut.stages) == found.cut);

        const int per_stage = 1 + static_cast<int>(random.below(3));
        const int stages =
            std::max(1, (depth(netlist) + per_stage - 1) / per_stage) + static_cast<int>(random.below(2));
        const PipelineCut few = cut_with_few_registers(netlist, per_stage, stages);
        REQUIRE(few.stages == stages);
        REQUIRE(flip_flops(few) <= flip_flops(cut_by_levels(netlist, per_stage, stages)));
    }
}

TEST_CASE("what drives many readers is as late as it says") {
    // g0 has four readers: behind buffers, which its register needs, too.
    const auto slow_to_many = [](int readers) { return readers > 3 ? 30.0 : 10.0; };
    const GateTiming timing{slow_to_many, slow_to_many, 0};
    const ClockedPipeline one = cut_for_clock(fan(), timing, 50);
    CHECK(one.stage_ps == std::vector<double>{50});
    const ClockedPipeline two = cut_for_clock(fan(), timing, 49);
    CHECK(two.stage_ps == std::vector<double>{40, 40});
}

TEST_CASE("a clock that no gate can keep is refused with the least period") {
    const GateTiming timing = timing_of(20, 1, 10, 5);
    CHECK_THROWS_AS(cut_for_clock(tree(), timing, 36), ConfigError);
    CHECK_THROWS_WITH(cut_for_clock(tree(), timing, 36),
                      "a period of 36 ps is too short: one gate between two registers takes 37 ps; allow that or more");
    CHECK(cut_for_clock(tree(), timing, 37).cut.stages == 3);
    CHECK_THROWS_WITH(cut_for_clock(tree(), timing, 0), "the clock's period is 0 ps; it must be above 0");
    CHECK_THROWS_WITH(cut_for_clock(tree(), timing_of(-1, 0, 0, 0), 10),
                      "a delay of the gate timing is -1 ps; allowed are 0 and more");
}
