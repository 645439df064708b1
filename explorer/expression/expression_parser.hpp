// Steps two and three of reading an expression: grammar and types, and the program. Recursive descent, one function for
// each line of the grammar (docs/design_spaces.md).
#pragma once

#include "explorer/expression/expression.hpp"
#include "explorer/expression/tokens.hpp"

#include <optional>
#include <string_view>

namespace fracbit::explorer {

class ExpressionParser {
public:
    ExpressionParser(const std::string& text, const Symbols& symbols);
    Expression run();

private:
    /// What the program has pushed, and where it was said.
    struct Operand {
        ValueType type = ValueType::number;
        std::size_t at = 0;
        const Symbol* symbol = nullptr;       ///< a name alone
        std::optional<std::string> text = {}; ///< a text in quotes: what it stands for is known when it is compared
        std::size_t instruction = 0;
    };
    using Rule = Operand (ExpressionParser::*)();

    Operand disjunction();
    Operand conjunction();
    Operand negation();
    Operand comparison();
    Operand sum();
    Operand product();
    Operand sign();
    Operand primary();
    Operand name(const Token& token);
    Operand call(const Token& function);

    void resolve(const Operand& text, const Operand& other);
    void expect_type(const Operand& operand, ValueType type, const std::string& who) const;
    void expect_sign(std::string_view sign, const std::string& why);
    [[nodiscard]] bool at_sign(std::string_view sign) const;
    [[nodiscard]] bool at_name(std::string_view name) const;
    [[nodiscard]] const Token& token() const { return tokens_[next_]; }
    Token take() { return tokens_[next_++]; }
    void emit(Operation operation, int operands, int slot = 0, double value = 0);
    void enter();
    [[noreturn]] void fail(std::size_t at, const std::string& message) const;

    const std::string& text_;
    const Symbols& symbols_;
    std::vector<Token> tokens_;
    std::size_t next_ = 0;
    int nesting_ = 0, height_ = 0;
    std::vector<Instruction> program_;
};

} // namespace fracbit::explorer
