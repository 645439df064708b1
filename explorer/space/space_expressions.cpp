// The last part of reading a space: what expressions may name, and the expressions.
#include "explorer/space/space_reader.hpp"

#include "explorer/expression/tokens.hpp"
#include "explorer/metrics/metric.hpp"
#include "explorer/space/space_keys.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

using models::KeyType;
using models::KeyValue;

constexpr std::size_t most_objectives = 16;

ValueType value_type(KeyType type) {
    if (type == KeyType::boolean) return ValueType::boolean;
    return type == KeyType::integer || type == KeyType::number ? ValueType::number : ValueType::text;
}

double number_of(const KeyValue& value, const Symbols& symbols) {
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? 1 : 0;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* fraction = std::get_if<models::Rational>(&value)) return fraction->value();
    return symbols.interned(std::get<std::string>(value)).value();
}

void append_new(std::vector<std::string>& list, const std::string& text) {
    if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

} // namespace

void SpaceReader::add_symbols() {
    for (Parameter& parameter : space_.parameters_) add_symbol(parameter);
    for (int i = 0; i < metric_count; ++i) {
        const MetricInfo& info = metric_info(static_cast<MetricId>(i));
        space_.symbols_.add(info.name, info.boolean ? ValueType::boolean : ValueType::number);
    }
    for (const NetworkUse& use : space_.networks_)
        for (int i = 0; i < network_metric_count; ++i) {
            const MetricInfo& info = metric_info(static_cast<MetricId>(i));
            space_.symbols_.add(fmt::format("{}.{}", use.name, info.name),
                                info.boolean ? ValueType::boolean : ValueType::number);
        }
    for (const std::string& path : space_key_paths()) space_.symbols_.add_suggestion(path);
    add_constants();
}

void SpaceReader::add_symbol(Parameter& parameter) {
    std::vector<std::string>& choices = parameter.rule.choices;
    if (parameter.role == ParameterRole::technology) choices = models::shipped_technologies();
    if (parameter.role == ParameterRole::network)
        for (const NetworkUse& use : space_.networks_) choices.push_back(use.name);
    if (parameter.rule.type == KeyType::text) {
        for (const KeyValue& value : parameter.values) append_new(choices, std::get<std::string>(value));
    }
    parameter.slot = space_.symbols_.add(parameter.rule.path(), value_type(parameter.rule.type), choices);
    for (const KeyValue& value : parameter.values) parameter.numbers.push_back(number_of(value, space_.symbols_));
}

/// Keys that expressions name and that no axis varies get the value of the base.
void SpaceReader::add_constants() {
    std::vector<std::string> names;
    const auto collect = [&](const PlacedText& text) {
        for (const std::string& name : names_in(text.text)) append_new(names, name);
    };
    for (const PlacedText& text : file_.conditions) collect(text);
    for (const PlacedText& text : file_.constraints) collect(text);
    for (const FileObjective& objective : file_.objectives) collect(objective.expression);
    const DesignPoint defaults;
    for (const std::string& name : names) {
        const SpaceKey* key = find_space_key(name);
        if (key == nullptr || space_.symbols_.find(name) != nullptr) continue;
        const SpaceKey* other = find_space_key(key->alternative);
        const bool other_varies = other != nullptr && space_.symbols_.find(key->alternative) != nullptr;
        const bool follows = other != nullptr && !other->get(defaults) && other->get(space_.base_);
        const auto value = key->get(space_.base_);
        if (!value || other_varies || follows) {
            unset_.insert(name);
            continue;
        }
        Parameter constant;
        constant.rule = key->rule;
        constant.role = key->role;
        constant.values = {*value};
        add_symbol(constant);
        space_.constants_.push_back({constant.slot, constant.numbers.front()});
    }
}

std::optional<Expression> SpaceReader::expression(const PlacedText& text, const std::string& what, ValueType type) {
    for (const std::string& name : names_in(text.text)) {
        if (unset_.count(name) == 0) continue;
        const SpaceKey* key = find_space_key(name);
        problems_.add(text.where,
                      fmt::format("{}: {} has no value here; give it one in [base] or [parameters]{}", what, name,
                                  key->alternative.empty() ? "" : fmt::format(", or use {}", key->alternative)));
        return std::nullopt;
    }
    try {
        Expression result = Expression::parse(text.text, space_.symbols_);
        if (result.type() == type) return result;
        problems_.add(text.where,
                      fmt::format("{}: \"{}\" is {}; write {}", what, text.text,
                                  type == ValueType::number ? "true or false" : "a number",
                                  type == ValueType::number ? "an expression that is a number, as in \"cycles\""
                                                            : "a comparison, as in \"area_mm2 <= 2\""));
    } catch (const ConfigError& error) {
        problems_.add(text.where, fmt::format("{}: {}", what, error.what()));
    }
    return std::nullopt;
}

void SpaceReader::read_expressions() {
    const int first_metric = static_cast<int>(space_.parameters_.size());
    const int behind_metrics =
        first_metric + metric_count + network_metric_count * static_cast<int>(space_.networks_.size());
    const auto names = space_.symbols_.names();
    for (const PlacedText& text : file_.conditions) {
        auto condition = expression(text, "conditions.all", ValueType::boolean);
        if (!condition) continue;
        for (const int slot : condition->used_slots())
            if (slot >= first_metric && slot < behind_metrics)
                problems_.add(text.where,
                              fmt::format("conditions.all: \"{}\" names the metric {}, which is not known before a "
                                          "point is evaluated; put it into [constraints]",
                                          text.text, names[static_cast<std::size_t>(slot)]));
        space_.conditions_.push_back(std::move(*condition));
    }
    for (const PlacedText& text : file_.constraints)
        if (auto constraint = expression(text, "constraints.all", ValueType::boolean))
            space_.constraints_.push_back({std::move(*constraint)});
    for (const FileObjective& given : file_.objectives)
        if (auto value = expression(given.expression, given.maximize ? "objective.maximize" : "objective.minimize",
                                    ValueType::number))
            space_.objectives_.push_back({std::move(*value), given.maximize, given.reference});
    if (file_.objectives.size() > most_objectives)
        problems_.add(file_.objectives[most_objectives].expression.where,
                      fmt::format("{} objectives, allowed are 1 to {}", file_.objectives.size(), most_objectives));
}

} // namespace fracbit::explorer
