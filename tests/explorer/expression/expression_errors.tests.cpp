// Texts that are no expression: what is said, and of which character.
#include "models/core/error.hpp"
#include "tests/explorer/expression/some_symbols.hpp"
#include "tests/support/message_of.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::tests::SomeSymbols;

namespace {

std::string error_of(const std::string& text) {
    const SomeSymbols some;
    return tests::message_of<ConfigError>([&] { (void)some.parse(text); });
}

std::string repeated(const std::string& text, int count) {
    std::string result;
    for (int i = 0; i < count; ++i) result += text;
    return result;
}

} // namespace

TEST_CASE("each text that is no expression gets an error with its place") {
    struct Case {
        const char* text;
        const char* error; ///< behind the quoted text
    };
    const Case cases[] = {
        {"", "character 1: expected a name, a number, a text in quotes or '(', found the end"},
        {"a +", "character 4: expected a name, a number, a text in quotes or '(', found the end"},
        {"* a", "character 1: expected a name, a number, a text in quotes or '(', found '*'"},
        {"a b", "character 3: expected an operator or the end, found 'b'"},
        {"a 'x'", "character 3: expected an operator or the end, found 'x'"},
        {"(a", "character 3: expected ')' to close the '(' of character 1, found the end"},
        {"a)", "character 2: expected an operator or the end, found ')'"},
        {"()", "character 2: expected a name, a number, a text in quotes or '(', found ')'"},
        {"a + and", "character 5: expected a name, a number, a text in quotes or '(', found 'and'"},
        {"true == not false",
         "character 9: expected a name, a number, a text in quotes or '(', found 'not': put it and "
         "what it negates in brackets"},
        {"weights.lane", "character 1: unknown name 'weights.lane'; did you mean 'weights.lanes'?"},
        {"a < lanes", "character 5: unknown name 'lanes'; did you mean 'weights.lanes'?"},
        {"zzzzz", "character 1: unknown name 'zzzzz'; allowed: a, b, weights.lanes, resnet18.cycles, meets_clock, "
                  "on_chip, array.mode, encoding.format"},
        {"a < 1 && b < 1", "character 7: '&&' is no operator here; write 'and'"},
        {"a < 1 || b < 1", "character 7: '||' is no operator here; write 'or'"},
        {"!on_chip", "character 1: '!' is no operator here; write 'not'"},
        {"a ^ 2",
         "character 3: this is no operator; allowed are or, and, not, = == != < <= > >= + - * / and brackets ()"},
        {"a ** 2",
         "character 3: this is no operator; allowed are or, and, not, = == != < <= > >= + - * / and brackets ()"},
        {"a.", "character 2: this is no operator; allowed are or, and, not, = == != < <= > >= + - * / and brackets ()"},
        {"2a", "character 1: 'a' follows a number at once; put an operator between them"},
        {"1.2.3", "character 1: '.' follows a number at once; put an operator between them"},
        {"1e999", "character 1: this number is too large or too small for a computer's"},
        {"array.mode = 'xnor", "character 14: this quote is not closed"},
        {"1 < 2 < 3", "character 7: a comparison of comparisons; write 'a < b and b < c' for a < b < c"},
        {"a = b != on_chip", "character 7: a comparison of comparisons; write 'a < b and b < c' for a < b < c"},
        {"a and on_chip", "character 1: 'and' takes conditions (true or false), found a number"},
        {"on_chip or 1", "character 12: 'or' takes conditions (true or false), found a number"},
        {"not a", "character 5: 'not' takes conditions (true or false), found a number"},
        {"on_chip + 1", "character 1: '+' takes numbers, found true or false"},
        {"1 - on_chip", "character 5: '-' takes numbers, found true or false"},
        {"2 * array.mode", "character 5: '*' takes numbers, found a text"},
        {"-on_chip", "character 2: '-' takes numbers, found true or false"},
        {"on_chip < 1", "character 1: '<' takes numbers, found true or false"},
        {"'x' <= array.mode", "character 1: '<=' takes numbers, found a text"},
        {"on_chip = 1", "character 11: '==' compares true or false with a number; both must be of one kind"},
        {"array.mode != 1", "character 15: '!=' compares a text with a number; both must be of one kind"},
        {"array.mode", "character 1: a text is no result; compare it with == or !="},
        {"'xnor'", "character 1: a text is no result; compare it with == or !="},
        {"'xnor' = 'xnor'", "character 1: a text is compared with another one; compare it with a name"},
        {"array.mode = 'adsub'", "character 14: array.mode is never 'adsub'; did you mean 'add_sub'?"},
        {"array.mode = 'flexor'", "character 14: array.mode is never 'flexor'; allowed: add_sub, xnor, dense"},
        {"'?' = array.mode", "character 1: array.mode is never '?'; allowed: add_sub, xnor, dense"},
        {"cosine(a)", "character 1: unknown function 'cosine'; allowed: min, max, log2, sqrt, abs, ceil, floor"},
        {"log(a)", "character 1: unknown function 'log'; did you mean 'log2'?"},
        {"a(1)", "character 1: unknown function 'a'; allowed: min, max, log2, sqrt, abs, ceil, floor"},
        {"min + 1", "character 1: 'min' is a function: write min(...)"},
        {"min(a)", "character 1: min() takes two or more numbers, found 1"},
        {"sqrt(a, b)", "character 1: sqrt() takes one number, found 2"},
        {"sqrt()", "character 6: expected a name, a number, a text in quotes or '(', found ')'"},
        {"sqrt(on_chip)", "character 6: sqrt() takes numbers, found true or false"},
        {"max(1, on_chip)", "character 8: max() takes numbers, found true or false"},
        {"max(1, 2", "character 9: expected ')' to close max(, found the end"},
        {"max(1, 2,)", "character 10: expected a name, a number, a text in quotes or '(', found ')'"},
    };
    for (const Case& c : cases) {
        INFO(c.text);
        CHECK(error_of(c.text) == "\"" + std::string(c.text) + "\", " + c.error);
    }
}

TEST_CASE("a long text is cut around the place of its error, and shown without control characters") {
    const std::string error = error_of(repeated("a + ", 100) + "\nx\x01 + " + repeated("a + ", 100) + "a");
    CHECK(error.rfind("\"...+ a + a + ", 0) == 0);
    CHECK(error.find("...\", character 403: this is no operator") != std::string::npos);
    CHECK(error.find('\n') == std::string::npos);
    CHECK(error.find('\x01') == std::string::npos);
    CHECK(error.size() < 300);
}

TEST_CASE("names that only might be meant are suggested and nothing else") {
    Symbols symbols;
    symbols.add("cycles", ValueType::number);
    symbols.add_suggestion("array.columns");
    CHECK(tests::message_of<ConfigError>([&] { Expression::parse("columns", symbols); }) ==
          "\"columns\", character 1: unknown name 'columns'; did you mean 'array.columns'?");
    CHECK(tests::message_of<ConfigError>([&] { Expression::parse("array.columns", symbols); }) ==
          "\"array.columns\", character 1: unknown name 'array.columns'; did you mean 'array.columns'?");
    CHECK(symbols.slots() == 1);
}

TEST_CASE("where many names are known, a name that is near none does not list them all") {
    Symbols symbols;
    for (int i = 0; i < 30; ++i) symbols.add("name" + std::to_string(i), ValueType::number);
    CHECK(
        tests::message_of<ConfigError>([&] { Expression::parse("zzzzz", symbols); }) ==
        "\"zzzzz\", character 1: unknown name 'zzzzz'; allowed are metrics, those of a network (NAME.cycles) and keys "
        "of points (docs/design_spaces.md)");
}

TEST_CASE("100 brackets, signs or calls in each other are read, one more is refused") {
    const SomeSymbols some;
    const std::string error = "more than 100 brackets and signs in each other; use fewer";
    struct Case {
        const char *open, *inner, *close;
        double value;
    };
    for (const Case& c : {Case{"(", "a", ")", 3}, Case{"-", "a", "", 3}, Case{"not ", "true", "", 1},
                          Case{"sqrt(", "1", ")", 1}, Case{"((-", "a", "))", 3}}) {
        INFO(c.open);
        const int each = c.open[1] == '(' ? 33 : 100;
        const int most = each == 33 ? 32 : 100; // an even number of signs
        CHECK(some.value(repeated(c.open, most) + c.inner + repeated(c.close, most)) == c.value);
        CHECK(error_of(repeated(c.open, each + 1) + c.inner + repeated(c.close, each + 1)).find(error) !=
              std::string::npos);
        CHECK(error_of(repeated(c.open, 100'000) + c.inner).find(error) != std::string::npos);
    }
}

TEST_CASE("64 values may wait for their operators, one more is refused") {
    const SomeSymbols some;
    const auto nested = [](int values) { return repeated("1 + (", values - 1) + "1" + repeated(")", values - 1); };
    CHECK(some.value(nested(64)) == 64);
    CHECK(error_of(nested(65)).find("more than 64 values wait for their operators here; use fewer brackets") !=
          std::string::npos);
}

TEST_CASE("a text may be as long as it likes") {
    const SomeSymbols some;
    CHECK(some.value(repeated("a + ", 100'000) + "a") == 300'003);
    CHECK(some.value(repeated("on_chip or ", 50'000) + "meets_clock") == 1);
    CHECK(some.value("max(1" + repeated(", a", 50'000) + ")") == 3);
}
