// Step one of reading an expression: its text as a list of tokens with their places.
#pragma once

#include "models/core/error.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace fracbit::explorer {

enum class TokenKind {
    name,   ///< "area_mm2", "weights.lanes", "and"
    number, ///< "0.89", "1e6"
    text,   ///< in single or double quotes, which are not part of it
    sign,   ///< an operator, a bracket or a comma
    end
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string text;   ///< a sign "=" has become "=="
    double number = 0;  ///< numbers
    std::size_t at = 0; ///< its first byte
};

/// The last token is the end. Throws ConfigError (see `expression_error`).
std::vector<Token> tokens_of(const std::string& text);

/// Every name in the text, those of functions and operators included; nothing for texts that have no tokens.
std::vector<std::string> names_in(const std::string& text);

/// The tokens with single blanks between them: equal for texts that differ in layout alone.
std::string plain_layout(const std::string& text);

/// "TEXT", character N: MESSAGE. A long text is cut around the place.
ConfigError expression_error(const std::string& text, std::size_t at, const std::string& message);

} // namespace fracbit::explorer
