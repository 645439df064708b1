// Conditions, constraints and objectives: "images_per_second / area_mm2", "encoding.n_in <= encoding.n_out and
// array.mode != 'dense'". Read once, evaluated millions of times.
#pragma once

#include "explorer/expression/program.hpp"
#include "explorer/expression/symbols.hpp"

#include <span>
#include <string>
#include <vector>

namespace fracbit::explorer {

/// Loosest first: or, and, not, comparisons (= == != < <= > >=), + -, * /, unary -, calls (min, max, log2, sqrt, abs,
/// ceil, floor), names with dots, numbers, true, false, texts in quotes, parentheses.
class Expression {
public:
    /// Throws ConfigError that shows the text, the place, what is allowed there, and the nearest known name.
    static Expression parse(const std::string& text, const Symbols& symbols);

    /// `slots`: the values of all symbols. Booleans are 0 or 1. Does not allocate, does not throw; a division by zero
    /// gives what IEEE 754 says.
    [[nodiscard]] double evaluate(std::span<const double> slots) const;
    [[nodiscard]] ValueType type() const { return type_; }
    [[nodiscard]] const std::vector<int>& used_slots() const { return used_slots_; } ///< ascending
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    friend class ExpressionParser;
    std::string text_;
    ValueType type_ = ValueType::number;
    std::vector<int> used_slots_;
    std::vector<Instruction> program_;
};

} // namespace fracbit::explorer
