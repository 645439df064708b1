#include "models/circuits/netlist_properties.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

TEST_CASE("the properties of a small circuit are those counted by hand") {
    // g0 = x0 ^ x1, g1 = x2 ^ g0, g2 = x2 ^ x3; y = g1, x3, 0, g1, g2.
    const XorNetlist netlist(4, {{0, 1}, {2, 4}, {2, 3}}, {5, 3, constant_zero, 5, 6});
    CHECK(fan_outs(netlist) == std::vector<int>{1, 1, 2, 2, 1, 2, 1});
    NetlistProperties expected;
    expected.xor2 = 3;
    expected.depth = 2;
    expected.gates_per_level = {2, 1};
    expected.max_fan_out = 2;
    expected.fan_out_histogram = {0, 4, 3};
    expected.direct_outputs = 2;
    CHECK(properties(netlist) == expected);
    CHECK(critical_path(netlist) == std::vector<Signal>{0, 4, 5});
}

TEST_CASE("a circuit without gates has depth 0 and a way of one signal or none") {
    const XorNetlist wires(2, {}, {1, 1});
    CHECK(properties(wires).depth == 0);
    CHECK(properties(wires).gates_per_level.empty());
    CHECK(properties(wires).fan_out_histogram == std::vector<int>{1, 0, 1});
    CHECK(critical_path(wires) == std::vector<Signal>{1});
    CHECK(critical_path(XorNetlist(1, {}, {constant_zero})).empty());
}
