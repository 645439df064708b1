#include "models/core/one_line.hpp"

#include <catch2/catch.hpp>

using fracbit::models::in_one_line;

TEST_CASE("texts of several lines become one line of words") {
    CHECK(in_one_line("a  b") == "a b");
    CHECK(in_one_line("two problems:\n  one\r\n\tother\n") == "two problems: one other");
    CHECK(in_one_line("word") == "word");
    CHECK(in_one_line(" \n\t").empty());
    CHECK(in_one_line("").empty());
}
