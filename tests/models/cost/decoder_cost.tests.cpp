// A small decoder by hand, and larger ones against bounds.
#include "models/cost/decoder_cost.hpp"
#include "models/circuits/pipeline.hpp"
#include "models/circuits/synthesis.hpp"
#include "models/core/error.hpp"
#include "models/cost/gate_delays.hpp"
#include "tests/models/cost/test_technology.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::models;

namespace {

/// y0 = x0 + x1, y1 = y0 + x2, y2 = x2: two levels.
XorNetlist small() { return {3, {{0, 1}, {2, 3}}, {3, 4, 2}}; }

} // namespace

TEST_CASE("a decoder of two gates in one stage by hand") {
    const Technology t = round_technology();
    const PipelineCut cut = cut_by_levels(small(), 2, 1);
    const DecoderCost cost = decoder_cost(small(), cut, t);
    CHECK(cost.xor2 == 2);
    CHECK(cost.stored_bits == 3);
    CHECK(cost.n_out == 3);
    CHECK(cost.flip_flops == 3); // the outputs
    CHECK(cost.area == Area{2, 3 * (4 + 2), 0});
    CHECK(cost.leakage_nw == 2 + 3 * 2);
    CHECK(cost.clock_fj == 9);
    // x0 has one reader: 11 ps out of its flip-flop; gate 0 has two, 12 ps; gate 1 one, 11 ps; then setup.
    CHECK(cost.delay_ps == 11 + 12 + 11 + 20);
    // Half of the gates toggle: gate 0 drives two (5 fJ), gate 1 one (3 fJ); three flip-flops at 3 fJ.
    CHECK(cost.energy_fj == 0.5 * (5 + 3) + 3 * 0.5 * 3);
    CHECK(decoder_cost(small(), cut, t, 2.0).energy_fj == (5 + 3) + 3 * 0.5 * 3);
    CHECK(decoder_cost(small(), cut, t, 0.0).energy_fj == 3 * 0.5 * 3);
}

TEST_CASE("a register between the gates shortens the stage") {
    const Technology t = round_technology();
    const PipelineCut cut = cut_by_levels(small(), 1, 2);
    const DecoderCost cost = decoder_cost(small(), cut, t);
    CHECK(cost.flip_flops == flip_flops(cut));
    CHECK(cost.flip_flops == 2 + 3); // y0 and x2, then the outputs
    // Stage 2: x2 waits in a flip-flop that two read; so does y0. 12 ps, gate 1 11 ps, setup. Stage 1: 11 + 12 + 20.
    CHECK(cost.delay_ps == 12 + 11 + 20);
}

TEST_CASE("former seeds are registers and not stored bits") {
    const XorNetlist netlist(4, {{0, 3}}, {4, 1});
    const DecoderCost cost = decoder_cost(netlist, cut_by_levels(netlist, 1, 1), round_technology(), {}, 1);
    CHECK(cost.stored_bits == 2);
    CHECK(cost.flip_flops == 2 + 2);
}

TEST_CASE("an input that many gates read is buffered") {
    std::vector<XorGate> gates;
    std::vector<Signal> outputs;
    for (int g = 0; g < 12; ++g) {
        gates.push_back({0, g + 1});
        outputs.push_back(13 + g);
    }
    const XorNetlist netlist(13, gates, outputs);
    const DecoderCost cost = decoder_cost(netlist, cut_by_levels(netlist, 1, 1), round_technology());
    CHECK(cost.area.logic_um2 == 12 + 2 * 2); // two buffers of two inverters
    CHECK(cost.delay_ps == 12 + (11 + 16) + 11 + 20);
}

TEST_CASE("as many readers as a gate can drive need no buffer, many more a tree of buffers") {
    const auto logic_of = [](int readers) {
        std::vector<XorGate> gates;
        std::vector<Signal> outputs;
        for (int g = 0; g < readers; ++g) {
            gates.push_back({0, g + 1});
            outputs.push_back(readers + 1 + g);
        }
        const XorNetlist netlist(readers + 1, gates, outputs);
        return decoder_cost(netlist, cut_by_levels(netlist, 1, 1), round_technology()).area.logic_um2;
    };
    CHECK(logic_of(6) == 6);
    CHECK(logic_of(36) == 36 + 6 * 2);
    CHECK(logic_of(37) == 37 + (7 + 2) * 2);
}

TEST_CASE("a stage without gates passes on, and skew takes its part of every stage") {
    Technology t = round_technology();
    const XorNetlist wires(2, {}, {1, 0});
    CHECK(decoder_cost(wires, cut_by_levels(wires, 1, 1), t).delay_ps == 11 + 20);
    t.wiring.skew_ps = {7};
    CHECK(decoder_cost(wires, cut_by_levels(wires, 1, 1), t).delay_ps == 11 + 20 + 7);
}

TEST_CASE("an estimate from the size alone is near the netlist's cost") {
    for (const auto& [n_in, n_out, taps] : {std::tuple{20, 188, 0}, std::tuple{8, 20, 2}, std::tuple{40, 400, 4}}) {
        const XorNetwork network(XorSpec{n_in, n_out, taps, 7});
        const XorNetlist netlist = synthesize(network).netlist;
        const int levels = std::max(1, depth(netlist));
        const PipelineCut cut = cut_by_levels(netlist, levels, 1);
        const DecoderCost exact = decoder_cost(netlist, cut, default_technology());
        const DecoderCost guess =
            decoder_cost(DecoderSize{n_in, n_out, netlist.xor2(), levels, flip_flops(cut), 0}, default_technology());
        INFO(n_in << " -> " << n_out);
        CHECK(guess.area.total_um2() == Approx(exact.area.total_um2()).epsilon(0.25));
        CHECK(guess.energy_fj == Approx(exact.energy_fj).epsilon(0.25));
        CHECK(guess.delay_ps == Approx(exact.delay_ps).epsilon(0.5));
        CHECK(guess.quality == Quality::estimated);
        CHECK(exact.area_quality == Quality::published);
    }
}

TEST_CASE("a decoder's slowest stage is the clocked pipeline's") {
    const XorNetlist netlist = synthesize(XorNetwork(XorSpec{20, 188, 3, 1})).netlist;
    const Technology& t = default_technology();
    const ClockedPipeline pipeline = cut_for_clock(netlist, gate_timing(t), 800);
    const DecoderCost cost = decoder_cost(netlist, pipeline.cut, t);
    CHECK(cost.delay_ps <= 800 * 1.05); // the two models differ in how they load a buffer
    CHECK(cost.delay_ps > 400);
}
