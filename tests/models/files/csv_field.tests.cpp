#include "models/files/csv_field.hpp"

#include <catch2/catch.hpp>

using fracbit::models::csv_field;

TEST_CASE("a field has quotes where RFC 4180 asks for them, and quotes within are doubled") {
    CHECK(csv_field("") == "");
    CHECK(csv_field("conv 1; 'a'") == "conv 1; 'a'");
    CHECK(csv_field("a,b") == "\"a,b\"");
    CHECK(csv_field("\"") == "\"\"\"\"");
    CHECK(csv_field("say \"x\"") == "\"say \"\"x\"\"\"");
    CHECK(csv_field("a\nb") == "\"a\nb\"");
    CHECK(csv_field("a\rb") == "\"a\rb\"");
    CHECK(csv_field("gr\u00f6\u00dfe") == "gr\u00f6\u00dfe");
}
