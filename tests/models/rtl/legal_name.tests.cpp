#include "models/rtl/legal_name.hpp"

#include <catch2/catch.hpp>

using namespace fracbit::models;

TEST_CASE("Names of layers become identifiers of SystemVerilog") {
    const struct {
        const char* text;
        const char* name;
    } rows[] = {
        {"conv1", "conv1"},
        {"layer1.0.conv2", "layer1_0_conv2"},
        {"1x1", "n_1x1"},
        {"_hidden", "n_hidden"},
        {"", "unnamed"},
        {"///", "n"},
        {"conv__a", "conv_a"},
        {"end_", "end_layer"},
        {"Gewichte für äöü", "Gewichte_f_r"},
        {"\xe5\xb1\x82 3", "n_3"},
        {"module", "module_layer"},
        {"inside", "inside_layer"},
        {"Module", "Module"},
        {"a\nb;endmodule", "a_b_endmodule"},
    };
    for (const auto& row : rows) {
        INFO(row.text);
        CHECK(legal_name(row.text) == row.name);
    }
    CHECK(legal_name(std::string(500, 'x')) == std::string(64, 'x'));
}

TEST_CASE("Names that become the same get numbers") {
    LegalNames names;
    CHECK(names.add("conv 1") == "conv_1");
    CHECK(names.add("conv-1") == "conv_1_2");
    CHECK(names.add("CONV 1") == "CONV_1_3");
    CHECK(names.add("conv_1_2") == "conv_1_2_2");
    CHECK(names.add("") == "unnamed");
}

TEST_CASE("Comments quote a layer's name in printable ASCII") {
    CHECK(quoted_ascii("a\nb\"\xc3\xa4") == "\"a\\x0ab\"\\xc3\\xa4\"");
    CHECK(quoted_ascii(" ~\x7f\x1f") == "\" ~\\x7f\\x1f\"");
}
