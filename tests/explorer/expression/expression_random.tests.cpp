// Random expressions, written with as few brackets as the grammar allows (and some more), against a walk over the tree.
#include "models/core/error.hpp"
#include "tests/explorer/expression/some_symbols.hpp"
#include "tests/support/drawer.hpp"

#include <catch2/catch.hpp>

#include <array>
#include <cmath>
#include <memory>

using namespace fracbit;
using namespace fracbit::explorer;
using fracbit::tests::Drawer;

namespace {

constexpr int slots = 6; // n0 n1 n2: numbers, c0 c1: conditions, t0: text "x" or "y"

/// Grammar levels, loosest first.
enum Level {
    level_or = 1,
    level_and,
    level_not,
    level_comparison,
    level_sum,
    level_product,
    level_sign,
    level_primary
};

struct Node {
    std::string operation; ///< "+", "min", ...; "leaf": `text` stands for `value` or a slot
    Level level = level_primary;
    std::vector<std::unique_ptr<Node>> parts;
    std::string text;
    double value = 0;
    int slot = -1;
};
using Tree = std::unique_ptr<Node>;

class TreeDrawer {
public:
    explicit TreeDrawer(Drawer& drawer) : drawer_(drawer) {}

    Tree number(int depth) {
        const std::int64_t kind = depth == 0 ? drawer_.range(0, 1) : drawer_.range(0, 9);
        if (kind == 0) return leaf(drawer_.pick({"0", "1", "2", "0.5", "3e2"}), -1);
        if (kind == 1) return leaf(drawer_.pick({"n0", "n1", "n2"}), -2);
        if (kind <= 3) return node(drawer_.pick({"+", "-"}), level_sum, number(depth - 1), number(depth - 1));
        if (kind <= 6) return node(drawer_.pick({"*", "/"}), level_product, number(depth - 1), number(depth - 1));
        if (kind == 7) return node("negate", level_sign, number(depth - 1));
        if (kind == 8)
            return node(drawer_.pick({"log2", "sqrt", "abs", "ceil", "floor"}), level_primary, number(depth - 1));
        Tree several = node(drawer_.pick({"min", "max"}), level_primary, number(depth - 1), number(depth - 1));
        if (drawer_.chance(30)) several->parts.push_back(number(depth - 1));
        return several;
    }

    Tree condition(int depth) {
        const std::int64_t kind = depth == 0 ? drawer_.range(0, 1) : drawer_.range(0, 9);
        if (kind == 0) return leaf(drawer_.pick({"true", "false", "c0", "c1"}), -2);
        if (kind == 1) {
            Tree literal = leaf(drawer_.pick({"'x'", "'y'"}), -2), text = leaf("t0", -2);
            if (drawer_.chance(50)) std::swap(literal, text);
            return node(drawer_.pick({"==", "!="}), level_comparison, std::move(text), std::move(literal));
        }
        if (kind <= 4)
            return node(drawer_.pick({"==", "!=", "<", "<=", ">", ">="}), level_comparison, number(depth - 1),
                        number(depth - 1));
        if (kind == 5) {
            // Conditions are compared in brackets: a comparison of comparisons is none.
            return node(drawer_.pick({"==", "!="}), level_comparison, condition(depth - 1), condition(depth - 1));
        }
        if (kind == 6) return node("not", level_not, condition(depth - 1));
        return drawer_.chance(50) ? node("and", level_and, condition(depth - 1), condition(depth - 1))
                                  : node("or", level_or, condition(depth - 1), condition(depth - 1));
    }

private:
    static Tree leaf(const std::string& text, int kind) {
        auto result = std::make_unique<Node>();
        result->operation = "leaf";
        result->text = text;
        if (kind == -1) result->value = std::stod(text);
        if (text == "true") result->value = 1;
        if (text == "'y'") result->value = 1; // as interned below
        static const std::array<std::string, slots> names = {"n0", "n1", "n2", "c0", "c1", "t0"};
        for (int i = 0; i < slots; ++i)
            if (names[static_cast<std::size_t>(i)] == text) result->slot = i;
        return result;
    }
    template <class... Parts>
    static Tree node(const std::string& operation, Level level, Parts... parts) {
        auto result = std::make_unique<Node>();
        result->operation = operation;
        result->level = level;
        (result->parts.push_back(std::move(parts)), ...);
        return result;
    }
    Drawer& drawer_;
};

/// In brackets if it is looser than `least`, and now and then.
std::string written(const Node& node, int least, Drawer& drawer) {
    const std::string blank = drawer.chance(80) ? " " : "";
    const auto part = [&](std::size_t i, int level) { return written(*node.parts[i], level, drawer); };
    std::string text = node.text;
    if (node.operation == "negate") {
        text = "-" + blank + part(0, level_sign);
    } else if (node.operation == "not") {
        text = "not " + part(0, level_not);
    } else if (node.operation == "and" || node.operation == "or") {
        text = part(0, node.level) + " " + node.operation + " " + part(1, node.level + 1);
    } else if (node.level == level_comparison) {
        const std::string sign = node.operation == "==" && drawer.chance(50) ? "=" : node.operation;
        text = part(0, level_sum) + blank + sign + blank + part(1, level_sum);
    } else if (node.level == level_sum || node.level == level_product) {
        text = part(0, node.level) + blank + node.operation + blank + part(1, node.level + 1);
    } else if (node.operation != "leaf") {
        text = node.operation + "(" + part(0, level_or);
        for (std::size_t i = 1; i < node.parts.size(); ++i) text += "," + blank + part(i, level_or);
        text += ")";
    }
    return node.level < least || drawer.chance(5) ? "(" + text + ")" : text;
}

double naive(const Node& node, const std::array<double, slots>& values) {
    if (node.operation == "leaf") return node.slot < 0 ? node.value : values[static_cast<std::size_t>(node.slot)];
    const double a = naive(*node.parts[0], values);
    const double b = node.parts.size() > 1 ? naive(*node.parts[1], values) : 0;
    const std::string& o = node.operation;
    if (o == "min" || o == "max") {
        double best = a;
        for (const Tree& part : node.parts) {
            const double value = naive(*part, values);
            if (std::isnan(value)) return value;
            const bool stays = o == "min" ? best < value : best > value;
            if (!stays) best = value; // 0 and -0 are equal: the later one
        }
        return std::isnan(a) ? a : best;
    }
    if (o == "+") return a + b;
    if (o == "-") return a - b;
    if (o == "*") return a * b;
    if (o == "/") return a / b;
    if (o == "negate") return -a;
    if (o == "log2") return std::log2(a);
    if (o == "sqrt") return std::sqrt(a);
    if (o == "abs") return std::abs(a);
    if (o == "ceil") return std::ceil(a);
    if (o == "floor") return std::floor(a);
    if (o == "==") return a == b;
    if (o == "!=") return a != b;
    if (o == "<") return a < b;
    if (o == "<=") return a <= b;
    if (o == ">") return a > b;
    if (o == ">=") return a >= b;
    if (o == "not") return a == 0;
    if (o == "and") return a != 0 && b != 0;
    if (o == "or") return a != 0 || b != 0;
    FAIL("no operation " << o);
    return 0;
}

} // namespace

TEST_CASE("random expressions have the value of a walk over their tree") {
    Symbols symbols;
    for (const char* name : {"n0", "n1", "n2"}) symbols.add(name, ValueType::number);
    for (const char* name : {"c0", "c1"}) symbols.add(name, ValueType::boolean);
    symbols.add("t0", ValueType::text, {"x", "y"});
    REQUIRE(symbols.interned("y") == 1.0);
    constexpr std::uint64_t first_seed = 1;
    constexpr int cases = 6000;
    int not_a_number = 0, infinite = 0, conditions = 0;
    for (std::uint64_t seed = first_seed; seed < first_seed + cases; ++seed) {
        Drawer drawer(seed);
        TreeDrawer trees(drawer);
        const int depth = static_cast<int>(drawer.range(0, 6));
        const bool boolean = drawer.chance(50);
        const Tree tree = boolean ? trees.condition(depth) : trees.number(depth);
        const std::string text = written(*tree, level_or, drawer);
        CAPTURE(seed, text);
        const Expression expression = Expression::parse(text, symbols);
        REQUIRE(expression.type() == (boolean ? ValueType::boolean : ValueType::number));
        for (int i = 0; i < 4; ++i) {
            std::array<double, slots> values{};
            for (int slot = 0; slot < 3; ++slot)
                values[static_cast<std::size_t>(slot)] = drawer.pick({0.0, 1.0, -1.0, 2.5, -7.0, 1e300, 4.0});
            for (int slot = 3; slot < slots; ++slot)
                values[static_cast<std::size_t>(slot)] = static_cast<double>(drawer.range(0, 1));
            const double expected = naive(*tree, values), found = expression.evaluate(values);
            if (std::isnan(expected))
                REQUIRE(std::isnan(found));
            else
                REQUIRE(found == expected);
            not_a_number += std::isnan(expected) ? 1 : 0;
            infinite += std::isinf(expected) ? 1 : 0;
            conditions += boolean && expected == 1 ? 1 : 0;
        }
    }
    CHECK(not_a_number > 500); // all of it did happen
    CHECK(infinite > 500);
    CHECK(conditions > 2000);
}
