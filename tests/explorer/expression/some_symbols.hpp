// Symbols of every type, with values.
#pragma once

#include "explorer/expression/expression.hpp"

#include <string>
#include <vector>

namespace fracbit::tests {

struct SomeSymbols {
    explorer::Symbols symbols;
    std::vector<double> slots;

    SomeSymbols() {
        using explorer::ValueType;
        add("a", ValueType::number, 3);
        add("b", ValueType::number, 5);
        add("weights.lanes", ValueType::number, 4);
        add("resnet18.cycles", ValueType::number, 1000);
        add("meets_clock", ValueType::boolean, 1);
        add("on_chip", ValueType::boolean, 0);
        symbols.add("array.mode", ValueType::text, {"add_sub", "xnor", "dense"});
        slots.push_back(*symbols.interned("xnor"));
        symbols.add("encoding.format", ValueType::text, {"flexor", "dense"});
        slots.push_back(*symbols.interned("dense"));
    }
    [[nodiscard]] explorer::Expression parse(const std::string& text) const {
        return explorer::Expression::parse(text, symbols);
    }
    [[nodiscard]] double value(const std::string& text) const { return parse(text).evaluate(slots); }

private:
    void add(const std::string& name, explorer::ValueType type, double value) {
        symbols.add(name, type);
        slots.push_back(value);
    }
};

} // namespace fracbit::tests
