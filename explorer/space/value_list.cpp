#include "explorer/space/value_list.hpp"

#include "models/config/decimal.hpp"

#include <limits>

#include <optional>
#include <set>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

using models::KeyType;
using models::KeyValue;
using models::Rational;
__extension__ using Wide = __int128;

std::optional<Rational> narrow(Wide numerator, Wide denominator) {
    Wide a = numerator, b = denominator;
    while (b != 0) {
        const Wide rest = a % b;
        a = b;
        b = rest;
    }
    if (a < 0) a = -a;
    if (a > 1) {
        numerator /= a;
        denominator /= a;
    }
    constexpr Wide largest = std::numeric_limits<std::int64_t>::max();
    if (numerator > largest || denominator > largest) return std::nullopt;
    return Rational(static_cast<std::int64_t>(numerator), static_cast<std::int64_t>(denominator));
}

std::optional<Rational> sum(const Rational& a, const Rational& b) {

    return narrow(Wide{a.numerator} * b.denominator + Wide{b.numerator} * a.denominator,
                  Wide{a.denominator} * b.denominator);
}

std::optional<Rational> product(const Rational& a, const Rational& b) {
    return narrow(Wide{a.numerator} * b.numerator, Wide{a.denominator} * b.denominator);
}

bool less(const Rational& a, const Rational& b) {
    return Wide{a.numerator} * b.denominator < Wide{b.numerator} * a.denominator;
}

/// Nothing for doubles that are no exact decimals.
std::optional<Rational> exact(const KeyValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return Rational(*integer);
    if (const auto* fraction = std::get_if<Rational>(&value)) return *fraction;
    return std::nullopt;
}

KeyValue value_for(const models::KeyRule& rule, const Rational& number) {
    if (rule.type == KeyType::integer) return number.numerator;
    return number;
}

std::optional<std::string> problem_of(const models::KeyRule& rule, const KeyValue& value) {
    if (auto problem = models::value_problem(rule, value)) return problem;
    const auto* fraction = std::get_if<Rational>(&value);
    if (fraction != nullptr && !rule.fraction && !models::decimal_text(*fraction))
        return fmt::format("{} = {} is not allowed: use at most 6 decimals", rule.path(), models::toml_text(value));
    return std::nullopt;
}

std::vector<KeyValue> expand(const FileParameter& parameter, Problems& problems) {
    const models::KeyRule& rule = parameter.key->rule;
    const FileRange& range = *parameter.range;
    const auto from = exact(range.from.value), to = exact(range.to.value), by = exact(range.by.value);
    const auto refuse = [&](const FileLocation& where, const std::string& text) {
        problems.add(where, rule.path() + ": " + text);
        return std::vector<KeyValue>{};
    };
    for (const auto& [part, number] :
         {std::pair(&range.from, &from), std::pair(&range.to, &to), std::pair(&range.by, &by)})
        if (!*number)
            return refuse(part->where, fmt::format("{} cannot stand in a range: use numbers with at most 6 decimals, "
                                                   "and nothing negative",
                                                   models::toml_text(part->value)));
    if (less(*to, *from)) return refuse(range.to.where, "a range goes upwards: 'to' must not be less than 'from'");
    if (!range.geometric && !less(Rational(0), *by)) return refuse(range.by.where, "'step' must be more than 0");
    if (range.geometric && !less(Rational(1), *by)) return refuse(range.by.where, "'times' must be more than 1");
    if (range.geometric && !less(Rational(0), *from))
        return refuse(range.from.where, "a range with 'times' starts above 0");
    std::vector<KeyValue> values;
    Rational last = *from;
    for (std::optional<Rational> next = *from; !next || !less(*to, *next);
         next = range.geometric ? product(last, *by) : sum(last, *by)) {
        if (!next) { // its exact fraction needs numbers of more than 63 bits
            if ((range.geometric ? last.value() * by->value() : last.value() + by->value()) > to->value()) break;
            return refuse(
                range.by.where,
                fmt::format("the value behind {:.6g} has too many decimals to be exact: write a list", last.value()));
        }
        last = *next;
        values.push_back(value_for(rule, last));
        if (values.size() > most_values)
            return refuse(parameter.where, fmt::format("the range has more than {} values", most_values));
        if (auto problem = problem_of(rule, values.back())) {
            problems.add(parameter.where, *problem + " (a value of the range)");
            return {};
        }
    }
    return values;
}

} // namespace

std::vector<KeyValue> values_of(const FileParameter& parameter, bool distinct, Problems& problems) {
    const models::KeyRule& rule = parameter.key->rule;
    if (parameter.range) return expand(parameter, problems);
    if (parameter.values.empty()) problems.add(parameter.where, rule.path() + " has no values: give at least one");
    if (parameter.values.size() > most_values)
        problems.add(parameter.where, fmt::format("{} has more than {} values", rule.path(), most_values));
    std::vector<KeyValue> values;
    std::set<std::string> seen;
    for (const PlacedValue& each : parameter.values) {
        values.push_back(each.value);
        const std::string text = models::toml_text(each.value);
        if (const auto problem = problem_of(rule, each.value))
            problems.add(each.where, *problem);
        else if (!seen.insert(text).second && distinct)
            problems.add(each.where, fmt::format("{} has the value {} twice", rule.path(), text));
    }
    return values;
}

} // namespace fracbit::explorer
