// Keys of an architecture file that are fields of an Architecture: how values get there and back.
#pragma once

#include "models/config/architecture_keys.hpp"
#include "models/config/decimal.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace fracbit::models {

template <class T>
struct Unwrapped {
    using type = T;
};
template <class T>
struct Unwrapped<std::optional<T>> {
    using type = T;
};

/// From a field of an Architecture (or an optional one) to the value of a key and back.
template <class Field>
std::optional<KeyValue> to_value(const Field& field) {
    if constexpr (std::is_same_v<Field, Cycles>) {
        return field.count();
    } else if constexpr (std::is_same_v<Field, double>) {
        const auto exact = exact_decimal(field);
        return exact ? KeyValue(*exact) : KeyValue(field);
    } else if constexpr (std::is_integral_v<Field> && !std::is_same_v<Field, bool>) {
        return static_cast<std::int64_t>(field);
    } else {
        return field;
    }
}
template <class Field>
std::optional<KeyValue> to_value(const std::optional<Field>& field) {
    return field ? to_value(*field) : std::nullopt;
}
template <class Field>
Field from_value(const KeyValue& value) {
    if constexpr (std::is_same_v<Field, Cycles>) {
        return Cycles(std::get<std::int64_t>(value));
    } else if constexpr (std::is_same_v<Field, double>) {
        return std::get<Rational>(value).value();
    } else if constexpr (std::is_integral_v<Field> && !std::is_same_v<Field, bool>) {
        return static_cast<Field>(std::get<std::int64_t>(value));
    } else {
        return std::get<Field>(value);
    }
}

/// `field` is a generic lambda from an Architecture to a reference to one of its members.
template <class Access>
ArchitectureKey field_key(KeyRule rule, Access field) {
    ArchitectureKey result;
    result.rule = std::move(rule);
    result.get = [field](const Architecture& architecture) { return to_value(field(architecture)); };
    result.set = [field](Architecture& architecture, const KeyValue& value) {
        using Field = typename Unwrapped<std::remove_reference_t<decltype(field(architecture))>>::type;
        field(architecture) = from_value<Field>(value);
    };
    return result;
}

/// A key whose values are the names of an enumeration, in its order.
template <class Enum, class Access>
ArchitectureKey choice_key(KeyRule rule, std::vector<Enum> values, Access field) {
    rule.type = KeyType::choice;
    for (const Enum value : values) rule.choices.emplace_back(to_string(value));
    ArchitectureKey result;
    result.rule = std::move(rule);
    result.get = [field](const Architecture& a) { return KeyValue(std::string(to_string(field(a)))); };
    result.set = [field, values](Architecture& architecture, const KeyValue& value) {
        for (const Enum candidate : values) {
            if (to_string(candidate) == std::get<std::string>(value)) field(architecture) = candidate;
        }
    };
    return result;
}

} // namespace fracbit::models
