#include "models/config/key_rule.hpp"

#include "models/config/decimal.hpp"
#include "models/core/nearest_name.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr std::size_t longest_text = 200;
constexpr double least_beyond_integers = 9223372036854775808.0; // 2^63: whole numbers from here on are read as doubles

template <class Number>
std::optional<Number> whole_text_as(const std::string& text) {
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }

std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') result += '\\';
        if (is_control(c)) {
            result += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
        } else {
            result += c;
        }
    }
    return result + '"';
}

const char* expected(KeyType type) {
    static constexpr const char* names[] = {"true or false", "an integer", "a number", "a string", "a string"};
    return names[static_cast<int>(type)];
}

bool fits(KeyType type, const KeyValue& value) {
    switch (type) {
    case KeyType::boolean:
        return std::holds_alternative<bool>(value);
    case KeyType::integer:
        return std::holds_alternative<std::int64_t>(value);
    case KeyType::number:
        return std::holds_alternative<double>(value) || std::holds_alternative<Rational>(value);
    default:
        return std::holds_alternative<std::string>(value);
    }
}

std::string not_allowed(const KeyRule& rule, const KeyValue& value, const std::string& advice) {
    return rule.path() + " = " + toml_text(value) + " is not allowed: " + advice;
}

} // namespace

std::string KeyRule::allowed() const {
    if (type == KeyType::integer && minimum == maximum) return fmt::format("{}", minimum);
    switch (type) {
    case KeyType::boolean:
        return "true or false";
    case KeyType::integer:
        return fmt::format("{}{} to {}", power_of_two ? "a power of two, " : "", minimum, maximum);
    case KeyType::number:
        return fmt::format("{} to {}", minimum, maximum);
    case KeyType::text:
        return fmt::format("1 to {} printable characters", longest_text);
    case KeyType::choice:
        return fmt::format("one of: {}", fmt::join(choices, ", "));
    }
    return {};
}

KeyRule key_rule(KeyType type, const char* table, const char* name, const char* unit, const char* meaning,
                 double minimum, double maximum) {
    KeyRule result;
    result.table = table;
    result.name = name;
    result.type = type;
    result.unit = unit;
    result.meaning = meaning;
    result.minimum = minimum;
    result.maximum = maximum;
    return result;
}

KeyValue normalised(const KeyRule& rule, KeyValue value) {
    if (rule.type != KeyType::number) return value;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return Rational(*integer);
    if (const auto* number = std::get_if<double>(&value)) {
        if (const auto exact = exact_decimal(*number)) return *exact;
    }
    if (const auto* text = std::get_if<std::string>(&value); text != nullptr && rule.fraction) {
        if (const auto fraction = parse_fraction(*text)) return *fraction;
    }
    return value;
}

KeyValue value_from_text(const KeyRule& rule, const std::string& text) {
    if (rule.type == KeyType::boolean && (text == "true" || text == "false")) return text == "true";
    if (rule.type == KeyType::integer || rule.type == KeyType::number) {
        if (const auto integer = whole_text_as<std::int64_t>(text)) return *integer;
        if (const auto number = whole_text_as<double>(text)) return *number;
    }
    return text;
}

std::optional<std::string> type_problem(const KeyRule& rule, const KeyValue& value) {
    if (fits(rule.type, value)) return std::nullopt;
    if (const auto* number = std::get_if<double>(&value);
        number != nullptr && rule.type == KeyType::integer && std::abs(*number) >= least_beyond_integers)
        return not_allowed(rule, value, "use " + rule.allowed());
    return fmt::format("{} = {}: expected {}, found {}", rule.path(), toml_text(value), expected(rule.type),
                       type_name(value));
}

std::optional<std::string> value_problem(const KeyRule& rule, const KeyValue& value) {
    const auto outside = [&](double number) { return !(number >= rule.minimum && number <= rule.maximum); };
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
        const bool power = *integer > 0 && (*integer & (*integer - 1)) == 0;
        if (outside(static_cast<double>(*integer)) || (rule.power_of_two && !power))
            return not_allowed(rule, value, "use " + rule.allowed());
    } else if (const auto* fraction = std::get_if<Rational>(&value)) {
        if (outside(fraction->value())) return not_allowed(rule, value, "use " + rule.allowed());
    } else if (const auto* number = std::get_if<double>(&value)) {
        if (outside(*number)) return not_allowed(rule, value, "use " + rule.allowed());
        return not_allowed(rule, value, "use at most 6 decimals");
    } else if (const auto* text = std::get_if<std::string>(&value)) {
        const bool printable = std::none_of(text->begin(), text->end(), is_control);
        if (rule.type == KeyType::text && (text->empty() || text->size() > longest_text || !printable))
            return not_allowed(rule, value, "use " + rule.allowed());
        if (rule.type == KeyType::choice && std::count(rule.choices.begin(), rule.choices.end(), *text) == 0)
            return not_allowed(rule, value,
                               nearest_name(*text, rule.choices) ? suggest_name(*text, rule.choices)
                                                                 : "use " + rule.allowed());
    }
    return std::nullopt;
}

const char* type_name(const KeyValue& value) {
    static constexpr const char* names[] = {"a boolean", "an integer", "a number", "a number", "a string"};
    return names[value.index()];
}

std::string toml_text(const KeyValue& value) {
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
    if (const auto* number = std::get_if<double>(&value)) return fmt::format("{}", *number);
    if (const auto* text = std::get_if<std::string>(&value)) return quoted(*text);
    const auto& fraction = std::get<Rational>(value);
    if (fraction.denominator == 1) return std::to_string(fraction.numerator);
    if (const auto decimal = decimal_text(fraction)) return *decimal;
    return fmt::format("\"{}/{}\"", fraction.numerator, fraction.denominator);
}

} // namespace fracbit::models
