#include "explorer/expression/tokens.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

class Tokenizer {
public:
    explicit Tokenizer(const std::string& text) : text_(text) {}

    std::vector<Token> run() {
        std::vector<Token> tokens;
        do tokens.push_back(next());
        while (tokens.back().kind != TokenKind::end);
        return tokens;
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }

    Token next() {
        while (is_blank(peek())) ++at_;
        start_ = at_;
        if (at_ == text_.size()) return {TokenKind::end, "", 0, at_};
        if (is_letter(peek())) return name();
        if (is_digit(peek())) return number();
        if (peek() == '\'' || peek() == '"') return quoted();
        return sign();
    }

    Token name() {
        while (is_letter(peek()) || is_digit(peek()) || (peek() == '.' && (is_letter(peek(1)) || is_digit(peek(1)))))
            ++at_;
        return {TokenKind::name, text_.substr(start_, at_ - start_), 0, start_};
    }

    Token number() {
        double value = 0;
        const char* const first = text_.data() + at_;
        const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), value);
        at_ += static_cast<std::size_t>(end - first);
        if (error != std::errc()) fail("this number is too large or too small for a computer's");
        if (is_letter(peek()) || peek() == '.')
            fail(fmt::format("'{}' follows a number at once; put an operator between them", peek()));
        return {TokenKind::number, text_.substr(start_, at_ - start_), value, start_};
    }

    Token quoted() {
        const std::size_t end = text_.find(peek(), at_ + 1);
        if (end == std::string::npos) fail("this quote is not closed");
        at_ = end + 1;
        return {TokenKind::text, text_.substr(start_ + 1, end - start_ - 1), 0, start_};
    }

    Token sign() {
        static constexpr std::array<std::string_view, 14> signs = {"==", "!=", "<=", ">=", "=", "<", ">",
                                                                   "+",  "-",  "*",  "/",  "(", ")", ","};
        static constexpr std::array<std::array<std::string_view, 2>, 5> foreign = {
            {{"&&", "and"}, {"||", "or"}, {"&", "and"}, {"|", "or"}, {"!", "not"}}};
        const std::string_view rest = std::string_view(text_).substr(at_);
        for (const std::string_view candidate : signs) {
            if (!rest.starts_with(candidate) || rest.starts_with("**")) continue;
            at_ += candidate.size();
            return {TokenKind::sign, std::string(candidate == "=" ? "==" : candidate), 0, start_};
        }
        for (const auto& [found, meant] : foreign)
            if (rest.starts_with(found)) fail(fmt::format("'{}' is no operator here; write '{}'", found, meant));
        fail("this is no operator; allowed are or, and, not, = == != < <= > >= + - * / and brackets ()");
    }

    [[noreturn]] void fail(const std::string& message) const { throw expression_error(text_, start_, message); }

    const std::string& text_;
    std::size_t at_ = 0, start_ = 0;
};

} // namespace

std::vector<Token> tokens_of(const std::string& text) { return Tokenizer(text).run(); }

std::vector<std::string> names_in(const std::string& text) {
    std::vector<std::string> names;
    try {
        for (Token& token : tokens_of(text))
            if (token.kind == TokenKind::name) names.push_back(std::move(token.text));
    } catch (const ConfigError&) {
        names.clear();
    }
    return names;
}

std::string plain_layout(const std::string& text) {
    std::string result;
    for (const Token& token : tokens_of(text)) {
        if (!result.empty() && token.kind != TokenKind::end) result += ' ';
        const char* const quote = token.text.find('\'') == std::string::npos ? "'" : "\"";
        if (token.kind == TokenKind::number)
            result += fmt::format("{}", token.number);
        else if (token.kind == TokenKind::text)
            result += quote + token.text + quote;
        else
            result += token.text;
    }
    return result;
}

ConfigError expression_error(const std::string& text, std::size_t at, const std::string& message) {
    constexpr std::size_t around = 60;
    const std::size_t first = at > around ? at - around : 0;
    std::string shown = text.substr(first, 2 * around);
    std::replace_if(
        shown.begin(), shown.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }, ' ');
    return ConfigError(fmt::format("\"{}{}{}\", character {}: {}", first > 0 ? "..." : "", shown,
                                   first + 2 * around < text.size() ? "..." : "", at + 1, message));
}

} // namespace fracbit::explorer
