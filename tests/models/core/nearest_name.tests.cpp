#include "models/core/nearest_name.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;

TEST_CASE("the edit distance counts insertions, deletions, replacements and swaps") {
    struct Case {
        const char* a;
        const char* b;
        int distance;
    };
    const Case cases[] = {{"", "", 0},         {"rows", "rows", 0},   {"row", "rows", 1},       {"rwos", "rows", 1},
                          {"rocs", "rows", 1}, {"", "abc", 3},        {"kitten", "sitting", 3}, {"ROWS", "rows", 0},
                          {"n-in", "n_in", 0}, {"rows", "columns", 5}};
    for (const Case& c : cases) {
        INFO(c.a << " / " << c.b);
        CHECK(edit_distance(c.a, c.b) == c.distance);
        CHECK(edit_distance(c.b, c.a) == c.distance);
    }
}

TEST_CASE("the nearest name is suggested only when it is near") {
    const std::vector<std::string> known = {"rows", "columns", "mode"};
    CHECK(nearest_name("row", known) == "rows");
    CHECK(nearest_name("colums", known) == "columns");
    CHECK(nearest_name("xyzzy", known) == std::nullopt);
    CHECK(nearest_name("", known) == std::nullopt);
    CHECK(nearest_name("row", {}) == std::nullopt);
    CHECK(nearest_name(std::string(100'000, 'r'), known) == std::nullopt);
}

TEST_CASE("of equally near names the first is suggested") {
    CHECK(nearest_name("fill_x", {"fill_a", "fill_b"}) == "fill_a");
}

TEST_CASE("a suggestion names the nearest, or all names when none is near") {
    CHECK(suggest_name("row", {"rows", "columns"}) == "did you mean 'rows'?");
    CHECK(suggest_name("xyzzy", {"rows", "columns"}) == "allowed: rows, columns");
}
