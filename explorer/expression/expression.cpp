#include "explorer/expression/expression.hpp"

#include "explorer/expression/expression_parser.hpp"

namespace fracbit::explorer {

Expression Expression::parse(const std::string& text, const Symbols& symbols) {
    return ExpressionParser(text, symbols).run();
}

double Expression::evaluate(std::span<const double> slots) const { return run_program(program_, slots); }

} // namespace fracbit::explorer
