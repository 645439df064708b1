#include "explorer/expression/expression_parser.hpp"

#include "models/core/nearest_name.hpp"
#include "models/core/one_line.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

constexpr int most_nested = 100;

struct Operator {
    std::string_view sign;
    Operation operation;
};
constexpr std::array<Operator, 6> comparisons = {{{"==", Operation::equal},
                                                  {"!=", Operation::not_equal},
                                                  {"<=", Operation::less_equal},
                                                  {">=", Operation::greater_equal},
                                                  {"<", Operation::less},
                                                  {">", Operation::greater}}};

struct Function {
    std::string_view name;
    Operation operation;
    bool of_several;
};
constexpr std::array<Function, 7> functions = {{{"min", Operation::min, true},
                                                {"max", Operation::max, true},
                                                {"log2", Operation::log2, false},
                                                {"sqrt", Operation::sqrt, false},
                                                {"abs", Operation::abs, false},
                                                {"ceil", Operation::ceil, false},
                                                {"floor", Operation::floor, false}}};

const Function* find_function(const std::string& name) {
    const auto* const found =
        std::find_if(functions.begin(), functions.end(), [&](const Function& f) { return f.name == name; });
    return found == functions.end() ? nullptr : &*found;
}

const char* type_name(ValueType type) {
    static constexpr const char* names[] = {"a number", "true or false", "a text"};
    return names[static_cast<int>(type)];
}

/// Names that end like this one, else the nearest, else all of them if they are few.
std::string suggestion(const std::string& name, const std::vector<std::string>& known) {
    constexpr std::size_t few = 12;
    std::vector<std::string> longer;
    for (const std::string& candidate : known)
        if (candidate.ends_with(fmt::format(".{}", name))) longer.push_back(fmt::format("'{}'", candidate));
    if (!longer.empty() && longer.size() <= few) return fmt::format("did you mean {}?", fmt::join(longer, " or "));
    if (known.size() <= few || nearest_name(name, known)) return suggest_name(name, known);
    return "allowed are metrics, those of a network (NAME.cycles) and keys of points (docs/design_spaces.md)";
}

std::string shown(const Token& token) {
    if (token.kind == TokenKind::end) return "the end";
    return fmt::format("'{}'", token.text.substr(0, 60));
}

} // namespace

ExpressionParser::ExpressionParser(const std::string& text, const Symbols& symbols)
    : text_(text), symbols_(symbols), tokens_(tokens_of(text)) {}

Expression ExpressionParser::run() {
    const Operand whole = disjunction();
    if (token().kind != TokenKind::end)
        fail(token().at, fmt::format("expected an operator or the end, found {}", shown(token())));
    if (whole.type == ValueType::text) fail(whole.at, "a text is no result; compare it with == or !=");
    Expression expression;
    // A name in tables, on however many lines it is written; blanks inside of one are left as they are.
    expression.text_ = text_.find_first_of("\t\r\n") == std::string::npos ? text_ : models::in_one_line(text_);
    expression.type_ = whole.type;
    expression.program_ = program_;
    for (const Instruction& step : program_)
        if (step.operation == Operation::slot) expression.used_slots_.push_back(step.slot);
    auto& used = expression.used_slots_;
    std::sort(used.begin(), used.end());
    used.erase(std::unique(used.begin(), used.end()), used.end());
    return expression;
}

ExpressionParser::Operand ExpressionParser::disjunction() {
    Operand left = conjunction();
    while (at_name("or")) {
        take();
        expect_type(left, ValueType::boolean, "'or'");
        expect_type(conjunction(), ValueType::boolean, "'or'");
        emit(Operation::logical_or, 2);
        left = {ValueType::boolean, left.at};
    }
    return left;
}

ExpressionParser::Operand ExpressionParser::conjunction() {
    Operand left = negation();
    while (at_name("and")) {
        take();
        expect_type(left, ValueType::boolean, "'and'");
        expect_type(negation(), ValueType::boolean, "'and'");
        emit(Operation::logical_and, 2);
        left = {ValueType::boolean, left.at};
    }
    return left;
}

ExpressionParser::Operand ExpressionParser::negation() {
    if (!at_name("not")) return comparison();
    const std::size_t at = take().at;
    enter();
    expect_type(negation(), ValueType::boolean, "'not'");
    --nesting_;
    emit(Operation::logical_not, 1);
    return {ValueType::boolean, at};
}

ExpressionParser::Operand ExpressionParser::comparison() {
    const auto find = [this] {
        return std::find_if(comparisons.begin(), comparisons.end(),
                            [this](const Operator& o) { return at_sign(o.sign); });
    };
    Operand left = sum();
    const auto* const found = find();
    if (found == comparisons.end()) return left;
    const Token sign = take();
    const Operand right = sum();
    const std::string who = fmt::format("'{}'", sign.text);
    if (found->operation == Operation::equal || found->operation == Operation::not_equal) {
        if (left.type != right.type)
            fail(right.at, fmt::format("{} compares {} with {}; both must be of one kind", who, type_name(left.type),
                                       type_name(right.type)));
        if (left.text) resolve(left, right);
        if (right.text) resolve(right, left);
    } else {
        expect_type(left, ValueType::number, who);
        expect_type(right, ValueType::number, who);
    }
    emit(found->operation, 2);
    if (find() != comparisons.end())
        fail(token().at, "a comparison of comparisons; write 'a < b and b < c' for a < b < c");
    return {ValueType::boolean, left.at};
}

ExpressionParser::Operand ExpressionParser::sum() {
    Operand left = product();
    while (at_sign("+") || at_sign("-")) {
        const Token sign = take();
        const std::string who = fmt::format("'{}'", sign.text);
        expect_type(left, ValueType::number, who);
        expect_type(product(), ValueType::number, who);
        emit(sign.text == "+" ? Operation::add : Operation::subtract, 2);
        left = {ValueType::number, left.at};
    }
    return left;
}

ExpressionParser::Operand ExpressionParser::product() {
    Operand left = sign();
    while (at_sign("*") || at_sign("/")) {
        const Token token = take();
        const std::string who = fmt::format("'{}'", token.text);
        expect_type(left, ValueType::number, who);
        expect_type(sign(), ValueType::number, who);
        emit(token.text == "*" ? Operation::multiply : Operation::divide, 2);
        left = {ValueType::number, left.at};
    }
    return left;
}

ExpressionParser::Operand ExpressionParser::sign() {
    if (!at_sign("-")) return primary();
    const std::size_t at = take().at;
    enter();
    expect_type(sign(), ValueType::number, "'-'");
    --nesting_;
    emit(Operation::negate, 1);
    return {ValueType::number, at};
}

ExpressionParser::Operand ExpressionParser::primary() {
    const Token first = take();
    if (first.kind == TokenKind::number) {
        emit(Operation::constant, 0, 0, first.number);
        return {ValueType::number, first.at};
    }
    if (first.kind == TokenKind::text) {
        emit(Operation::constant, 0);
        return {ValueType::text, first.at, nullptr, first.text, program_.size() - 1};
    }
    if (first.kind == TokenKind::name) return name(first);
    if (first.kind == TokenKind::sign && first.text == "(") {
        enter();
        Operand inner = disjunction();
        --nesting_;
        expect_sign(")", fmt::format("to close the '(' of character {}", first.at + 1));
        return inner;
    }
    fail(first.at, fmt::format("expected a name, a number, a text in quotes or '(', found {}", shown(first)));
}

ExpressionParser::Operand ExpressionParser::name(const Token& token) {
    if (token.text == "true" || token.text == "false") {
        emit(Operation::constant, 0, 0, token.text == "true" ? 1 : 0);
        return {ValueType::boolean, token.at};
    }
    if (at_sign("(")) return call(token);
    if (const Symbol* symbol = symbols_.find(token.text)) {
        emit(Operation::slot, 0, symbol->slot);
        return {symbol->type, token.at, symbol};
    }
    if (token.text == "and" || token.text == "or" || token.text == "not")
        fail(token.at, fmt::format("expected a name, a number, a text in quotes or '(', found '{}'{}", token.text,
                                   token.text == "not" ? ": put it and what it negates in brackets" : ""));
    if (find_function(token.text) != nullptr)
        fail(token.at, fmt::format("'{}' is a function: write {}(...)", token.text, token.text));
    fail(token.at, fmt::format("unknown name '{}'; {}", token.text.substr(0, 60),
                               suggestion(token.text, symbols_.suggestions())));
}

ExpressionParser::Operand ExpressionParser::call(const Token& token) {
    const Function* function = find_function(token.text);
    if (function == nullptr) {
        std::vector<std::string> names(functions.size());
        std::transform(functions.begin(), functions.end(), names.begin(), [](const Function& f) { return f.name; });
        fail(token.at,
             fmt::format("unknown function '{}'; {}", token.text.substr(0, 60), suggest_name(token.text, names)));
    }
    take(); // the bracket
    enter();
    const std::string who = fmt::format("{}()", token.text);
    int arguments = 0;
    do {
        if (arguments > 0) take(); // the comma
        expect_type(disjunction(), ValueType::number, who);
        ++arguments;
        if (function->of_several && arguments > 1) emit(function->operation, 2);
    } while (at_sign(","));
    --nesting_;
    if (function->of_several ? arguments < 2 : arguments != 1)
        fail(token.at, fmt::format("{} takes {}, found {}", who,
                                   function->of_several ? "two or more numbers" : "one number", arguments));
    expect_sign(")", fmt::format("to close {}", token.text + "("));
    if (!function->of_several) emit(function->operation, 1);
    return {ValueType::number, token.at};
}

/// The number of a text follows from what it is compared with.
void ExpressionParser::resolve(const Operand& text, const Operand& other) {
    if (other.symbol == nullptr) fail(text.at, "a text is compared with another one; compare it with a name");
    const auto& choices = other.symbol->choices;
    const auto number = symbols_.interned(*text.text);
    if (!number || std::find(choices.begin(), choices.end(), *text.text) == choices.end())
        fail(text.at, fmt::format("{} is never '{}'; {}", other.symbol->name, text.text->substr(0, 60),
                                  suggest_name(*text.text, choices)));
    program_[text.instruction].value = *number;
}

void ExpressionParser::expect_type(const Operand& operand, ValueType type, const std::string& who) const {
    if (operand.type == type) return;
    const char* const wanted = type == ValueType::number ? "numbers" : "conditions (true or false)";
    fail(operand.at, fmt::format("{} takes {}, found {}", who, wanted, type_name(operand.type)));
}

void ExpressionParser::expect_sign(std::string_view sign, const std::string& why) {
    if (!at_sign(sign)) fail(token().at, fmt::format("expected '{}' {}, found {}", sign, why, shown(token())));
    take();
}

bool ExpressionParser::at_sign(std::string_view sign) const {
    return token().kind == TokenKind::sign && token().text == sign;
}

bool ExpressionParser::at_name(std::string_view name) const {
    return token().kind == TokenKind::name && token().text == name;
}

void ExpressionParser::emit(Operation operation, int operands, int slot, double value) {
    program_.push_back({operation, slot, value});
    height_ += 1 - operands;
    if (height_ > program_stack)
        fail(tokens_[next_ - 1].at,
             fmt::format("more than {} values wait for their operators here; use fewer brackets", program_stack));
}

void ExpressionParser::enter() {
    if (++nesting_ > most_nested)
        fail(tokens_[next_ - 1].at,
             fmt::format("more than {} brackets and signs in each other; use fewer", most_nested));
}

void ExpressionParser::fail(std::size_t at, const std::string& message) const {
    throw expression_error(text_, at, message);
}

} // namespace fracbit::explorer
