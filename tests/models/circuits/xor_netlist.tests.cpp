#include "models/circuits/xor_netlist.hpp"

#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

TEST_CASE("a netlist knows what it sums and how deep it is") {
    // The last gate cancels x1: (x0 ^ x1) ^ (x1 ^ x2) = x0 ^ x2.
    const XorNetlist netlist(3, {{0, 1}, {1, 2}, {3, 4}}, {5, 3, constant_zero, 2});
    CHECK(netlist.n_in() == 3);
    CHECK(netlist.n_out() == 4);
    CHECK(netlist.xor2() == 3);
    CHECK(netlist.signals() == 6);
    CHECK(signal_levels(netlist) == std::vector<int>{0, 0, 0, 1, 1, 2});
    CHECK(depth(netlist) == 2);
    CHECK(computed_rows(netlist) == std::vector<std::uint64_t>{0b101, 0b011, 0, 0b100});
    CHECK(computes(netlist, XorNetwork(3, {0b101, 0b011, 0, 0b100})));
    CHECK_FALSE(computes(netlist, XorNetwork(3, {0b101, 0b011, 0, 0b101})));
    CHECK_FALSE(computes(netlist, XorNetwork(4, {0b101, 0b011, 0, 0b100})));
}

TEST_CASE("depth counts only gates that outputs need") {
    CHECK(depth(XorNetlist(3, {{0, 1}, {2, 3}}, {3})) == 1);
    CHECK(depth(XorNetlist(3, {}, {0, constant_zero})) == 0);
}

TEST_CASE("a netlist that reads what is not there is refused with the place") {
    const auto made = [](int n_in, std::vector<XorGate> gates, std::vector<Signal> outputs) {
        return XorNetlist(n_in, std::move(gates), std::move(outputs));
    };
    CHECK_THROWS_AS(made(2, {{0, 2}}, {0}), ConfigError);
    CHECK_THROWS_WITH(made(2, {{0, 2}}, {0}),
                      "gate 0 reads signals 0 and 2; allowed are two different ones, the smaller first, of 0 to 1");
    CHECK_THROWS_WITH(made(2, {{0, 1}, {1, 1}}, {0}),
                      "gate 1 reads signals 1 and 1; allowed are two different ones, the smaller first, of 0 to 2");
    CHECK_THROWS_WITH(made(2, {{1, 0}}, {0}),
                      "gate 0 reads signals 1 and 0; allowed are two different ones, the smaller first, of 0 to 1");
    CHECK_THROWS_WITH(made(2, {{0, 1}}, {0, 3}), "output 1 reads signal 3; allowed are 0 to 2, or -1 for constant 0");
    CHECK_THROWS_WITH(made(2, {{0, 1}}, {-2}), "output 0 reads signal -2; allowed are 0 to 2, or -1 for constant 0");
    CHECK_THROWS_WITH(made(2, {{constant_zero, 1}}, {0}),
                      "gate 0 reads signals -1 and 1; allowed are two different ones, the smaller first, of 0 to 1");
    CHECK_THROWS_WITH(made(65, {}, {0}), "a netlist has 1 to 64 inputs, not 65");
    CHECK_THROWS_WITH(made(0, {}, {}), "a netlist has 1 to 64 inputs, not 0");
}
