#include "models/circuits/netlist_dot.hpp"
#include "models/circuits/netlist_verilog.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

namespace {

XorNetlist small() { return {3, {{0, 1}, {1, 3}}, {3, 4, constant_zero, 1}}; }

} // namespace

TEST_CASE("a netlist becomes a module with a line a gate") {
    CHECK(netlist_verilog(small(), "decoder_0") == "module decoder_0 (\n"
                                                   "    input  logic [2:0] x,\n"
                                                   "    output logic [3:0] y\n"
                                                   ");\n"
                                                   "    wire unused = &{1'b0, x[2]};\n"
                                                   "    wire g0 = x[0] ^ x[1];\n"
                                                   "    wire g1 = x[1] ^ g0;\n"
                                                   "    assign y[0] = g0;\n"
                                                   "    assign y[1] = g1;\n"
                                                   "    assign y[2] = 1'b0;\n"
                                                   "    assign y[3] = x[1];\n"
                                                   "endmodule\n");
}

TEST_CASE("an input that only a gate's second pin or an output reads is used") {
    const std::string text = netlist_verilog({3, {{0, 1}}, {3, 2}}, "m");
    CHECK_THAT(text, !Catch::Contains("unused"));
}

TEST_CASE("a matrix becomes a module with a reduction an output") {
    CHECK(matrix_verilog(XorNetwork(2, {0b11, 0, 0b10, 0b01}), "m") == "module m (\n"
                                                                       "    input  logic [1:0] x,\n"
                                                                       "    output logic [3:0] y\n"
                                                                       ");\n"
                                                                       "    assign y[0] = ^{x[0], x[1]};\n"
                                                                       "    assign y[1] = 1'b0;\n"
                                                                       "    assign y[2] = ^{x[1]};\n"
                                                                       "    assign y[3] = ^{x[0]};\n"
                                                                       "endmodule\n");
}

TEST_CASE("names that Verilog does not allow are refused") {
    for (const char* name : {"", "1st", "conv 1", "a.b", "x$", "\xc3\xa9"}) {
        CAPTURE(name);
        CHECK_THROWS_AS(netlist_verilog(small(), name), ConfigError);
        CHECK_THROWS_AS(matrix_verilog(XorNetwork(1, {1}), name), ConfigError);
    }
    CHECK_THROWS_WITH(netlist_verilog(small(), "conv 1"),
                      "'conv 1' cannot name a Verilog module: allowed are letters, digits and _, and no digit first");
}

TEST_CASE("a netlist becomes a graph with levels as ranks") {
    CHECK(netlist_dot(small()) == "digraph G {\n"
                                  "{rank=source; 0; 1; 2;}\n"
                                  "{rank=same; 3;}\n"
                                  "{rank=same; 4;}\n"
                                  "{rank=sink; 5; 6; 7; 8;}\n"
                                  "0[label=\"x0\", shape=box];\n"
                                  "1[label=\"x1\", shape=box];\n"
                                  "2[label=\"x2\", shape=box];\n"
                                  "3[label=\"g0\", shape=circle];\n"
                                  "4[label=\"g1\", shape=circle];\n"
                                  "5[label=\"y0\", shape=box, style=rounded];\n"
                                  "6[label=\"y1\", shape=box, style=rounded];\n"
                                  "7[label=\"y2 = 0\", shape=box, style=rounded];\n"
                                  "8[label=\"y3\", shape=box, style=rounded];\n"
                                  "0->3 ;\n"
                                  "1->3 ;\n"
                                  "1->4 ;\n"
                                  "3->4 ;\n"
                                  "3->5 ;\n"
                                  "4->6 ;\n"
                                  "1->8 ;\n"
                                  "}\n");
}
