#include "models/rtl/text_template.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::models;

TEST_CASE("A template's keys become values, and a line of an empty value alone goes") {
    TextValues values;
    values.set("a", "1").set("none", "");
    CHECK(values.fill("@a@, @a@@a@") == "1, 11");
    CHECK(values.fill("x\n@none@\ny") == "x\ny");
    CHECK(values.fill("@none@\ny") == "y");
    CHECK(values.fill("x @none@\ny") == "x \ny");
    CHECK(values.fill("x\n@none@ \ny") == "x\n \ny");
    CHECK(values.fill("@none@") == "");
}

TEST_CASE("What is no key of a template stays, and a key without a value is an error") {
    const TextValues values;
    const char* const text = "always @(posedge clk) a@b, @B@ @@ @1@ @open";
    CHECK(values.fill(text) == text);
    CHECK_THROWS_WITH(values.fill("@b@"), "a template asks for 'b', which has no value");
}
