// What one key of a configuration file may hold. The same rules feed the parser, the checks, `--set` and the help.
#pragma once

#include "models/config/rational.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fracbit::models {

/// A value as it stands in a file. A number that is an exact decimal becomes a Rational (see `normalised`).
using KeyValue = std::variant<bool, std::int64_t, double, Rational, std::string>;

enum class KeyType { boolean, integer, number, text, choice };

struct KeyRule {
    std::string table; ///< empty: top level
    std::string name;
    KeyType type = KeyType::integer;
    std::string unit;
    std::string meaning;
    double minimum = 0, maximum = 0; ///< of integers and numbers, both allowed
    bool power_of_two = false;
    bool fraction = false; ///< a number that may also be written as text, "100/3"
    std::vector<std::string> choices;

    [[nodiscard]] std::string path() const { return table.empty() ? name : table + "." + name; }
    /// What is allowed, for people: "1 to 4096", "true or false", "one of: add_sub, xnor, dense".
    [[nodiscard]] std::string allowed() const;
};

/// A rule without power of two, fraction or choices.
KeyRule key_rule(KeyType type, const char* table, const char* name, const char* unit, const char* meaning,
                 double minimum = 0, double maximum = 0);

/// Integers and exact decimals given for a `number` key become Rational; everything else stays as it is.
KeyValue normalised(const KeyRule& rule, KeyValue value);
/// Reads the text after "key=" on a command line as the rule's type, strings without quotes. Text that does not fit
/// comes back as a string, which `type_problem` then refuses.
KeyValue value_from_text(const KeyRule& rule, const std::string& text);

/// What is wrong with a normalised value, or nothing: "array.rows = true: expected an integer, found a boolean".
std::optional<std::string> type_problem(const KeyRule& rule, const KeyValue& value);
/// The same for a value of the right type: "array.rows = 0 is not allowed: use 1 to 4096".
std::optional<std::string> value_problem(const KeyRule& rule, const KeyValue& value);

/// "an integer", "a string", ...
const char* type_name(const KeyValue& value);
/// The value as TOML writes it.
std::string toml_text(const KeyValue& value);

} // namespace fracbit::models
