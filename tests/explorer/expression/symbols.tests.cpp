#include "explorer/expression/symbols.hpp"
#include "models/core/error.hpp"

#include <catch2/catch.hpp>

using namespace fracbit;
using namespace fracbit::explorer;

TEST_CASE("symbols get slots in the order in which they come") {
    Symbols symbols;
    CHECK(symbols.add("a", ValueType::number) == 0);
    CHECK(symbols.add("b", ValueType::boolean) == 1);
    CHECK(symbols.slots() == 2);
    CHECK(symbols.names() == std::vector<std::string>{"a", "b"});
    REQUIRE(symbols.find("b") != nullptr);
    CHECK(symbols.find("b")->slot == 1);
    CHECK(symbols.find("b")->type == ValueType::boolean);
    CHECK(symbols.find("c") == nullptr);
}

TEST_CASE("a name that is taken is refused") {
    Symbols symbols;
    symbols.add("a", ValueType::number);
    CHECK_THROWS_MATCHES(symbols.add("a", ValueType::text), ConfigError,
                         Catch::Message("'a' is there already: every parameter and network needs a name of its own"));
    CHECK(symbols.slots() == 1);
}

TEST_CASE("equal texts have equal numbers, others have others") {
    Symbols symbols;
    symbols.add("mode", ValueType::text, {"dense", "xnor"});
    const double dense = symbols.intern("dense");
    CHECK(symbols.intern("xnor") != dense);
    CHECK(symbols.intern("other") != dense);
    CHECK(symbols.interned("dense") == dense);
    CHECK(symbols.intern("dense") == dense);
    CHECK_FALSE(symbols.interned("none"));
    CHECK(symbols.find("mode")->choices == std::vector<std::string>{"dense", "xnor"});
}
