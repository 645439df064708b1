#include "models/results/text_table.hpp"
#include "models/results/report_text.hpp"

#include <catch2/catch.hpp>

using fracbit::models::grouped;
using fracbit::models::TextTable;

namespace {

TextTable sample() {
    TextTable table({{"layer", 9, true}, {"cycles", 5, false}, {"note", 1, true}});
    table.add({"convolution", "12", "long text"});
    table.rule();
    table.add({"b", "3", ""});
    return table;
}

} // namespace

TEST_CASE("A table that fits shows all columns") {
    CHECK(sample().text(80) == "layer        cycles  note\n"
                               "------------------------------\n"
                               "convolution      12  long text\n"
                               "------------------------------\n"
                               "b                 3\n");
}

TEST_CASE("A narrow table leaves out the least important column, then cuts the first") {
    CHECK(sample().text(29) == "layer        cycles\n"
                               "-------------------\n"
                               "convolution      12\n"
                               "-------------------\n"
                               "b                 3\n");
    CHECK(sample().text(18) == "layer\n"
                               "-----------\n"
                               "convolution\n"
                               "-----------\n"
                               "b\n");
    CHECK(sample().text(10) == "layer\n"
                               "----------\n"
                               "convolut..\n"
                               "----------\n"
                               "b\n");
    CHECK(sample().text(3) == sample().text(10)); // nothing to read in less
}

TEST_CASE("A table counts characters, and cuts none of them in two") {
    TextTable table({{"Schicht", 9, true}, {"n", 5, false}});
    table.add({"größe", "1"});
    table.add({"abcdéfghijk", "22"});
    CHECK(table.text(80) == "Schicht       n\n"
                            "---------------\n"
                            "größe         1\n"
                            "abcdéfghijk  22\n");
    TextTable narrow({{"x", 9, true}});
    narrow.add({"éééééééééééé"});
    CHECK(narrow.text(10) == "x\n"
                             "----------\n"
                             "éééééééé..\n");
}

TEST_CASE("Numbers are written in groups of three digits") {
    CHECK(grouped(0) == "0");
    CHECK(grouped(999) == "999");
    CHECK(grouped(1000) == "1,000");
    CHECK(grouped(-1234567) == "-1,234,567");
    CHECK(grouped(-123) == "-123");
}
