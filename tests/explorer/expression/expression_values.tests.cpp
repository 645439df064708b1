#include "explorer/expression/tokens.hpp"
#include "tests/explorer/expression/some_symbols.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <limits>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::tests::SomeSymbols;

namespace {

struct Case {
    const char* text;
    double value;
};

void check_all(const std::vector<Case>& cases) {
    const SomeSymbols some; // a = 3, b = 5, weights.lanes = 4
    for (const Case& c : cases) {
        INFO(c.text);
        CHECK(some.value(c.text) == c.value);
    }
}

} // namespace

TEST_CASE("numbers, names and operators have the values they have on paper") {
    check_all({{"7", 7},
               {"0.89", 0.89},
               {"1e3", 1000},
               {"2.5e-1", 0.25},
               {"a", 3},
               {"weights.lanes", 4},
               {"resnet18.cycles", 1000},
               {"a + b", 8},
               {"a-b", -2},
               {"a * b", 15},
               {"a / b", 0.6},
               {"-a", -3},
               {"- - a", 3},
               {"true", 1},
               {"false", 0},
               {"meets_clock", 1}});
}

TEST_CASE("products bind tighter than sums, sums than comparisons, comparisons than not, and, or") {
    check_all({{"1 + 2 * 3", 7},
               {"(1 + 2) * 3", 9},
               {"10 - 4 - 3", 3},
               {"24 / 4 / 2", 3},
               {"24 / 4 * 2", 12},
               {"10 - 4 + 3", 9},
               {"-2 * 3", -6},
               {"2 * -3", -6},
               {"2 - -3", 5},
               {"-a + b", 2},
               {"1 + 2 < 2 * 2", 1},
               {"1 < 2 and 3 < 2", 0},
               {"not 1 < 2", 0},
               {"not not 1 < 2", 1},
               {"not false and false", 0},
               {"not (false and false)", 1},
               {"true or true and false", 1},
               {"(true or true) and false", 0},
               {"true or not true", 1},
               {"false and false or true", 1},
               {"true = (1 < 2)", 1}});
}

TEST_CASE("comparisons are 1 or 0 on both sides of their edge") {
    check_all({{"2 < 3", 1},
               {"3 < 3", 0},
               {"3 <= 3", 1},
               {"4 <= 3", 0},
               {"3 > 3", 0},
               {"4 > 3", 1},
               {"3 >= 3", 1},
               {"2 >= 3", 0},
               {"3 = 3", 1},
               {"3 == 4", 0},
               {"3 != 4", 1},
               {"3 != 3", 0},
               {"meets_clock = true", 1},
               {"meets_clock != on_chip", 1}});
}

TEST_CASE("functions have their usual meaning") {
    check_all({{"min(a, b)", 3},
               {"max(a, b)", 5},
               {"min(7, a, b, 2)", 2},
               {"max(7, a, 9, b)", 9},
               {"log2(8)", 3},
               {"sqrt(16)", 4},
               {"abs(a - b)", 2},
               {"abs(2)", 2},
               {"ceil(a / 2)", 2},
               {"floor(a / 2)", 1},
               {"ceil(-1.5)", -1},
               {"2 * max(a, 1 + 1) + 1", 7}});
}

TEST_CASE("texts are compared with names, in either order and either kind of quotes") {
    check_all({{"array.mode == 'xnor'", 1},
               {"array.mode == \"xnor\"", 1},
               {"array.mode == 'dense'", 0},
               {"array.mode != 'dense'", 1},
               {"'xnor' = array.mode", 1},
               {"(array.mode) == ('xnor')", 1},
               {"array.mode == encoding.format", 0},
               {"encoding.format == 'dense' and array.mode != 'dense'", 1}});
}

TEST_CASE("what IEEE 754 says of zero, infinity and NaN holds") {
    const SomeSymbols some;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    CHECK(some.value("1 / 0") == infinity);
    CHECK(some.value("-1 / 0") == -infinity);
    CHECK(some.value("log2(0)") == -infinity);
    for (const char* nan : {"0 / 0", "sqrt(-1)", "log2(-1)", "min(0 / 0, 1)", "min(1, 0 / 0)", "max(0 / 0, 1)",
                            "max(1, 0 / 0)", "abs(0 / 0)", "1 + 0 / 0"}) {
        INFO(nan);
        CHECK(std::isnan(some.value(nan)));
    }
    for (const char* wrong : {"0 / 0 < 1", "0 / 0 >= 1", "0 / 0 = 0 / 0"}) {
        INFO(wrong);
        CHECK(some.value(wrong) == 0);
    }
    CHECK(some.value("0 / 0 != 0 / 0") == 1);
}

TEST_CASE("an expression knows its type, its text and the slots it uses") {
    const SomeSymbols some;
    CHECK(some.parse("a + 1").type() == ValueType::number);
    CHECK(some.parse("a < 1").type() == ValueType::boolean);
    CHECK(some.parse("meets_clock").type() == ValueType::boolean);
    const Expression expression = some.parse("b + weights.lanes * b - min(a, 2)");
    CHECK(expression.used_slots() == std::vector<int>{0, 1, 2});
    CHECK(expression.text() == "b + weights.lanes * b - min(a, 2)");
    CHECK(some.parse("1 + 1").used_slots().empty());
}

TEST_CASE("blanks and lines do not count") {
    const SomeSymbols some;
    CHECK(some.value("  a\n\t+b*\r\n2 ") == 13);
    CHECK(some.value("a<=b and(not(b<a))") == 1);
    CHECK(some.parse("\n  a\n\t+ b  *\r\n2\n").text() == "a + b * 2"); // a name in one line
    CHECK(some.parse("a  + b").text() == "a  + b");
}

TEST_CASE("a plain layout is one for all layouts of a text") {
    CHECK(plain_layout(" a<=b\n and c='x' ") == "a <= b and c == 'x'");
    CHECK(plain_layout("a <= b and c == \"x\"") == "a <= b and c == 'x'");
    CHECK(plain_layout("1.50 * a") == plain_layout("1.5*a"));
    CHECK(plain_layout("a < b") != plain_layout("a <= b"));
    CHECK(plain_layout("a = \"it's\"") == "a == \"it's\"");
}

TEST_CASE("the names in a text are found, none in what is no expression") {
    CHECK(names_in("min(a.b, 2) < c and 'd' = e") == std::vector<std::string>{"min", "a.b", "c", "and", "e"});
    CHECK(names_in("a + 'b").empty());
}
