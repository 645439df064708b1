#include "models/circuits/pipeline.hpp"

#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

namespace {

/// y0 = ((x0 + x1) + x2) + x3, y1 = x0 + x1, y2 = x3, y3 = 0, y4 = y1 again.
XorNetlist chain() { return {4, {{0, 1}, {2, 4}, {3, 5}}, {6, 4, 3, constant_zero, 4}}; }

} // namespace

TEST_CASE("a row of registers holds what later stages read") {
    const PipelineCut cut = cut_by_levels(chain(), 1, 3);
    CHECK(cut.gate_stage == std::vector<int>{1, 2, 3});
    const auto rows = register_rows(chain(), cut.gate_stage, 3);
    CHECK(rows == std::vector<std::vector<Signal>>{{2, 3, 4}, {3, 4, 5}, {3, 4, 6}});
    CHECK(cut.registers == std::vector<int>{3, 3, 3});
    CHECK(flip_flops(cut) == 9);
}

TEST_CASE("one stage holds all gates and registers the distinct outputs") {
    const PipelineCut cut = cut_by_levels(chain(), 3, 1);
    CHECK(cut.gate_stage == std::vector<int>{1, 1, 1});
    CHECK(cut.registers == std::vector<int>{3});
}

TEST_CASE("stages past the last level only hold the outputs") {
    const PipelineCut cut = cut_by_levels(chain(), 2, 3);
    CHECK(cut.gate_stage == std::vector<int>{1, 1, 2});
    CHECK(cut.registers == std::vector<int>{3, 3, 3});
    CHECK(register_rows(chain(), cut.gate_stage, 3)[2] == std::vector<Signal>{3, 4, 6});
}

TEST_CASE("a netlist without gates still takes its inputs through every row") {
    const PipelineCut cut = cut_by_levels(XorNetlist(2, {}, {1, 0, 1}), 4, 2);
    CHECK(cut.registers == std::vector<int>{2, 2});
}

TEST_CASE("a netlist deeper than the stages is refused with both depths") {
    CHECK_THROWS_AS(cut_by_levels(chain(), 1, 2), ConfigError);
    CHECK_THROWS_WITH(
        cut_by_levels(chain(), 1, 2),
        "the netlist has 3 levels of gates; 2 stages of 1 levels hold 2: allow more stages or more levels a "
        "stage, or synthesize with a depth limit");
    CHECK_THROWS_WITH(cut_by_levels(chain(), 0, 2), "a pipeline has at least 1 stage of at least 1 level, not 2 of 0");
}

TEST_CASE("stages that are no cut are refused with the gate") {
    CHECK_THROWS_AS(cut_at(chain(), {2, 1, 2}, 2), ConfigError);
    CHECK_THROWS_WITH(cut_at(chain(), {2, 1, 2}, 2), "gate 1 of stage 1 reads signal 4 of the later stage 2");
    CHECK_THROWS_WITH(cut_at(chain(), {1, 1, 3}, 2), "gate 2 is in stage 3; allowed are 1 to 2");
    CHECK_THROWS_WITH(cut_at(chain(), {0, 1, 1}, 2), "gate 0 is in stage 0; allowed are 1 to 2");
    CHECK_THROWS_WITH(cut_at(chain(), {1, 1}, 2), "stages are given for 2 gates, the netlist has 3");
    CHECK_THROWS_WITH(cut_at(chain(), {1, 1, 1}, 0), "a pipeline has at least 1 stage, not 0");
}
