#include "models/rtl/export_weight_path.hpp"
#include "models/circuits/synthesis.hpp"
#include "models/core/error.hpp"
#include "models/rtl/network_module.hpp"
#include "models/rtl/sv_sources.hpp"
#include "models/rtl/text_template.hpp"
#include "tests/models/rtl/small_specs.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace fracbit;
using namespace fracbit::models;
using fracbit::test::small_spec;
using fracbit::tests::message_of;

namespace {

std::set<std::string> names_of(const RtlBundle& bundle) {
    std::set<std::string> names;
    for (const RtlFile& file : bundle.files) names.insert(file.name);
    return names;
}

} // namespace

TEST_CASE("A network's module has a wire for each gate and a row of registers for each stage") {
    // y = (x0 ^ x1, x0 ^ x1 ^ x2, 0), cut between the gates; x3 is read by nobody.
    const XorNetlist netlist(4, {{0, 1}, {2, 4}}, {4, 5, constant_zero});
    CHECK(network_module("pair", netlist, cut_at(netlist, {1, 2}, 2)) ==
          R"(// y = M x over GF(2), 4 -> 3: 2 XOR2, depth 2, 4 flip-flops.
module pair (
    input  logic clk,
    input  logic [1:0] load, // row k of registers takes what stage k makes
    input  logic [3:0] x,
    output logic [2:0] y
);

    // stage 1
    wire g0 = x[0] ^ x[1];
    logic x2_1, g0_1;
    always_ff @(posedge clk)
        if (load[0]) begin
            x2_1 <= x[2];
            g0_1 <= g0;
        end

    // stage 2
    wire g1 = x2_1 ^ g0_1;
    logic g0_2, g1_2;
    always_ff @(posedge clk)
        if (load[1]) begin
            g0_2 <= g0_1;
            g1_2 <= g1;
        end

    assign y[0] = g0_2;
    assign y[1] = g1_2;
    assign y[2] = 1'b0;

    wire unused = &{1'b0, x[3]};
endmodule
)");
}

TEST_CASE("A bundle holds the blocks that the layer needs and no others") {
    WeightPathSpec spec = small_spec();
    CHECK(names_of(export_weight_path(spec)) ==
          std::set<std::string>{"rtl/fc_weight_path.sv", "rtl/fc_xor_decoder.sv", "rtl/fc_xor_network_0.sv",
                                "rtl/fracbit_bit_queue.sv", "rtl/fracbit_fifo.sv", "rtl/fracbit_space.sv",
                                "rtl/fracbit_unit_filler.sv", "rtl/fracbit_weight_reader.sv",
                                "rtl/fracbit_word_gearbox.sv"});
    spec.masked = true;
    spec.patches = PatchFormat::counted;
    const std::set<std::string> sparse = names_of(export_weight_path(spec));
    for (const char* name : {"rtl/fracbit_counted_patch_reader.sv", "rtl/fracbit_patch_unit.sv",
                             "rtl/fracbit_patch_lane.sv", "rtl/fracbit_mask_gearbox.sv"})
        CHECK(sparse.count(name) == 1);
    spec.patches = PatchFormat::gaps;
    spec.gap_bits = {3};
    CHECK(names_of(export_weight_path(spec)).count("rtl/fracbit_gap_patch_reader.sv") == 1);
}

TEST_CASE("Planes with one matrix share a circuit") {
    WeightPathSpec spec = small_spec(3);
    spec.planes[1] = std::make_shared<XorNetwork>(*spec.planes[0]);
    const std::set<std::string> names = names_of(export_weight_path(spec));
    CHECK(names.count("rtl/fc_xor_network_1.sv") == 1);
    CHECK(names.count("rtl/fc_xor_network_2.sv") == 0);
    const std::string decoder = export_weight_path(spec).text_of("rtl/fc_xor_decoder.sv");
    CHECK(decoder.find("2'd1: word_bits = y_0;") != std::string::npos);
    CHECK(decoder.find("default: word_bits = y_1;") != std::string::npos);
}

TEST_CASE("Equal specs give equal files") {
    const WeightPathSpec spec = small_spec(2);
    const TestVectors vectors = random_vectors(spec, 50, 3);
    const RtlBundle first = export_weight_path(spec, vectors), second = export_weight_path(spec, vectors);
    REQUIRE(first.files.size() == second.files.size());
    for (std::size_t i = 0; i < first.files.size(); ++i) {
        CHECK(first.files[i].name == second.files[i].name);
        CHECK(first.files[i].text == second.files[i].text);
    }
    CHECK(first.top == "fc_weight_path");
    CHECK(first.testbench == "fc_testbench");
}

TEST_CASE("A prefix takes the place of the layer's name") {
    WeightPathSpec spec = small_spec();
    spec.prefix = "fc 2";
    CHECK(export_weight_path(spec).top == "fc_2_weight_path");
}

TEST_CASE("A testbench is refused vectors of another spec") {
    const WeightPathSpec spec = small_spec();
    TestVectors vectors = random_vectors(small_spec(2), 200, 1);
    CHECK(message_of<ConfigError>([&] { export_weight_path(spec, vectors); }) ==
          "vectors of layer 'fc': a run reads plane 1 of 1");
    vectors = random_vectors(spec, 20, 1);
    vectors.expected.resize(19);
    CHECK(message_of<ConfigError>([&] { export_weight_path(spec, vectors); }) ==
          "vectors of layer 'fc': runs of 20 weights, units of 20, 19 expected weights, 0 mask bits");
    vectors = random_vectors(spec, 20, 1);
    const std::int64_t bits = vectors.seeds.size();
    vectors.seeds.resize(bits + 2);
    CHECK(message_of<ConfigError>([&] { export_weight_path(spec, vectors); }) ==
          "vectors of layer 'fc': " + std::to_string(bits + 2) + " bits of seeds, the runs need " +
              std::to_string(bits));
    CHECK(message_of<ConfigError>([&] { export_weight_path(spec, TestVectors{}); }) ==
          "vectors of layer 'fc': they hold no weights");
}

TEST_CASE("A template asks for values by name and drops lines of nothing") {
    TextValues values;
    values.set("a", 1).set("nothing", "");
    CHECK(values.fill("x@a@y\n@nothing@\n always @(posedge clk) @ 1@2\n") == "x1y\n always @(posedge clk) @ 1@2\n");
    CHECK(message_of<Error>([&] { (void)values.fill("@b@"); }) == "a template asks for 'b', which has no value");
    CHECK(message_of<Error>([] { sv_source("no.sv"); }) == "there is no SystemVerilog source 'no.sv'");
}
