#include "explorer/space/space_reader.hpp"

#include "explorer/expression/tokens.hpp"
#include "explorer/metrics/metric.hpp"
#include "explorer/space/file_keys.hpp"
#include "explorer/space/space_hash.hpp"
#include "explorer/space/space_keys.hpp"
#include "explorer/space/value_list.hpp"
#include "models/core/nearest_name.hpp"
#include "models/cost/shipped_texts.hpp"
#include "models/network/network_csv.hpp"
#include "models/network/selected_layers.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

using models::KeyType;
using models::KeyValue;

constexpr PointId most_points = PointId{1} << 62;
constexpr std::size_t most_objectives = 16;

bool is_network_name(const std::string& name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto fits = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    return letter(name.front()) && std::all_of(name.begin(), name.end(), fits);
}

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

SpaceReader::SpaceReader(SpaceTexts texts, const std::string& name)
    : texts_(std::move(texts)), problems_(name), file_(read_space_file(texts_.own(name), name)) {}

DesignSpace SpaceReader::run() {
    space_.name_ = file_.name.text;
    read_base();
    read_networks();
    read_tables();
    for (const FileAxis& axis : file_.axes) read_axis(axis);
    for (const FileParameter& parameter : file_.base) check_names(parameter);
    if (space_.technologies_.empty()) load_technology({space_.base_.technology, {}});
    problems_.throw_config_error(); // what follows wants good values
    count_points();
    add_symbols();
    read_expressions();
    problems_.throw_config_error();
    make_columns();
    space_.files_ = texts_.used();
    space_.hash_ = text_hash(canonical_text(space_));
    return std::move(space_);
}

// ---- what is not varied ---------------------------------------------------------------------------------------------

void SpaceReader::read_base() {
    space_.base_.architecture.name = "edge (built in)";
    space_.base_.technology = models::shipped_technologies().front();
    if (file_.architecture) {
        const auto [text, shown] = texts_.file(*file_.architecture, "base.architecture", problems_);
        space_.base_.architecture = models::parse_architecture(text, shown);
    }
    for (const FileParameter& parameter : file_.base) {
        const PlacedValue& given = parameter.values.front();
        if (const auto problem = models::value_problem(parameter.key->rule, given.value))
            problems_.add(given.where, *problem);
        else
            parameter.key->set(space_.base_, given.value);
    }
    resolve(space_.base_);
}

void SpaceReader::load_technology(const PlacedText& name) {
    if (space_.technologies_.count(name.text) > 0) return;
    for (const auto& [shipped, text] : models::shipped_technology_texts())
        if (shipped == name.text) {
            const std::string used = texts_.shipped(shipped, text);
            space_.technologies_[name.text] = models::parse_technology(used, fmt::format("{}.toml", shipped));
            return;
        }
    if (!name.text.ends_with(".toml")) {
        problems_.add(name.where,
                      fmt::format("technology '{}' is not shipped with this program; {} (or give a .toml file)",
                                  name.text, suggest_name(name.text, models::shipped_technologies())));
        return;
    }
    const auto [text, shown] = texts_.file(name, "technology", problems_);
    space_.technologies_[name.text] = models::parse_technology(text, shown);
}

void SpaceReader::read_networks() {
    for (const FileNetwork& network : file_.networks) read_network(network);
}

void SpaceReader::read_network(const FileNetwork& given) {
    const auto tables = space_key_tables();
    const std::string& name = given.name.text;
    if (!is_network_name(name))
        problems_.add(given.name.where,
                      fmt::format("network.name = {} is not allowed: use a letter, then letters, digits and _, so that "
                                  "expressions can name it",
                                  models::toml_text(name)));
    else if (std::find(tables.begin(), tables.end(), name) != tables.end())
        problems_.add(given.name.where, fmt::format("network.name = '{}' is not allowed: [{}] holds keys", name, name));
    for (const NetworkUse& other : space_.networks_)
        if (other.name == name)
            problems_.add(given.name.where, fmt::format("network.name = '{}' comes twice: names must differ", name));
    NetworkUse use;
    use.name = name;
    const auto [text, shown] = texts_.file(given.file, "network.file", problems_);
    use.network = models::parse_network(text, shown);
    use.network.name = name;
    if (given.layers) {
        std::vector<std::string> names;
        for (const PlacedText& layer : *given.layers) append_new(names, layer.text);
        std::vector<int> unused;
        try {
            use.network = models::selected_layers(use.network, names, unused);
        } catch (const ConfigError& error) {
            problems_.add(given.where, fmt::format("network.layers: {}", error.what()));
        }
        if (names.empty())
            problems_.add(given.where, "network.layers is empty: name layers, or leave the key out for all");
    }
    if (given.runs) {
        if (const auto problem = models::value_problem(network_runs_rule(), given.runs->value))
            problems_.add(given.runs->where, *problem);
        else
            use.runs = std::get<models::Rational>(given.runs->value).value();
    }
    if (given.accuracy) {
        const std::string& rows = given.accuracy->text;
        const std::size_t slash = rows.find('/');
        if (slash == std::string::npos || slash == 0 || slash + 1 == rows.size() ||
            rows.find('/', slash + 1) != std::string::npos)
            problems_.add(
                given.accuracy->where,
                fmt::format("network.accuracy = {} is not allowed: use NETWORK/DATASET, as in \"resnet20/cifar10\"",
                            models::toml_text(rows)));
        else
            use.accuracy_network = rows.substr(0, slash), use.accuracy_dataset = rows.substr(slash + 1);
    }
    space_.networks_.push_back(std::move(use));
}

void SpaceReader::read_tables() {
    const bool used = std::any_of(space_.networks_.begin(), space_.networks_.end(),
                                  [](const NetworkUse& use) { return !use.accuracy_network.empty(); });
    if (!used) return;
    for (const PlacedText& name : file_.tables.value_or(std::vector<PlacedText>{{"published", {}}})) {
        const auto table = accuracy_text(name);
        if (!table) return;
        space_.accuracy_.add_csv(table->text, table->shown);
        space_.accuracy_tables_.push_back(table->text);
    }
    for (std::size_t i = 0; i < space_.networks_.size(); ++i) {
        const NetworkUse& use = space_.networks_[i];
        if (use.accuracy_network.empty() || space_.accuracy_.knows(use.accuracy_network, use.accuracy_dataset))
            continue;
        const PlacedText& rows = *file_.networks[i].accuracy;
        problems_.add(rows.where, fmt::format("network.accuracy: no accuracy table has rows of '{}'; {}", rows.text,
                                              suggest_name(rows.text, space_.accuracy_.networks())));
    }
}

std::optional<SpaceTexts::Text> SpaceReader::accuracy_text(const PlacedText& name) {
    for (const auto& [shipped, text] : shipped_accuracy_tables())
        if (shipped == name.text)
            return SpaceTexts::Text{texts_.shipped(shipped, text), fmt::format("{}.csv", shipped)};
    if (name.text.ends_with(".csv")) return texts_.file(name, "accuracy.tables", problems_);
    std::vector<std::string> known;
    for (const auto& [shipped, text] : shipped_accuracy_tables()) known.push_back(shipped);
    problems_.add(name.where,
                  fmt::format("accuracy table '{}' is not shipped with this program; {} (or give a .csv file)",
                              name.text, suggest_name(name.text, known)));
    return std::nullopt;
}

// ---- what is varied -------------------------------------------------------------------------------------------------

void SpaceReader::read_axis(const FileAxis& given) {
    Axis axis;
    const bool together = given.parameters.size() > 1;
    for (const FileParameter& each : given.parameters) {
        Parameter parameter;
        parameter.rule = each.key->rule;
        parameter.role = each.key->role;
        parameter.axis = static_cast<int>(space_.axes_.size());
        parameter.values = values_of(each, !together, problems_);
        check_names(each);
        axis.size = static_cast<int>(parameter.values.size());
        axis.parameters.push_back(static_cast<int>(space_.parameters_.size()));
        space_.parameters_.push_back(std::move(parameter));
    }
    if (together) check_together(given, axis);
    space_.axes_.push_back(std::move(axis));
}

void SpaceReader::check_together(const FileAxis& given, const Axis& axis) {
    std::string lengths;
    bool equal = true;
    for (const int index : axis.parameters) {
        const Parameter& parameter = space_.parameters_[static_cast<std::size_t>(index)];
        if (parameter.values.empty()) return; // said already
        lengths +=
            fmt::format("{}{} has {}", lengths.empty() ? "" : ", ", parameter.rule.path(), parameter.values.size());
        equal = equal && static_cast<int>(parameter.values.size()) == axis.size;
    }
    if (!equal) return problems_.add(given.where, fmt::format("together: {} values; all must have as many", lengths));
    std::set<std::string> seen;
    for (int turn = 0; turn < axis.size; ++turn) {
        std::string values;
        for (const int index : axis.parameters)
            values += (values.empty() ? "" : ", ") +
                      models::toml_text(
                          space_.parameters_[static_cast<std::size_t>(index)].values[static_cast<std::size_t>(turn)]);
        if (!seen.insert(values).second)
            problems_.add(given.where, fmt::format("together: the values {} come twice", values));
    }
}

/// Technologies and networks: values are names that the space must know.
void SpaceReader::check_names(const FileParameter& parameter) {
    std::vector<std::string> known;
    for (const NetworkUse& use : space_.networks_) known.push_back(use.name);
    for (const PlacedValue& each : parameter.values) {
        const auto* name = std::get_if<std::string>(&each.value);
        if (name == nullptr) continue;
        if (parameter.key->role == ParameterRole::technology) load_technology({*name, each.where});
        if (parameter.key->role == ParameterRole::network &&
            std::find(known.begin(), known.end(), *name) == known.end())
            problems_.add(each.where,
                          fmt::format("network '{}' is not in the space; {}", *name, suggest_name(*name, known)));
    }
}

void SpaceReader::count_points() {
    long double count = 1;
    for (const Axis& axis : space_.axes_) {
        count *= static_cast<long double>(axis.size);
        if (count <= static_cast<long double>(most_points)) space_.size_ *= axis.size;
    }
    if (count > static_cast<long double>(most_points))
        problems_.add({}, fmt::format("the space has about {:.3g} points, allowed are 2^62 (4.61e+18): vary less",
                                      static_cast<double>(count)));
}

// ---- expressions ----------------------------------------------------------------------------------------------------

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

void SpaceReader::make_columns() {
    for (const Parameter& parameter : space_.parameters_) {
        space_.columns_.push_back({parameter.axis, parameter.slot, space_.numbers_.size()});
        space_.numbers_.insert(space_.numbers_.end(), parameter.numbers.begin(), parameter.numbers.end());
    }
    for (const Parameter& parameter : space_.parameters_) space_.keys_.push_back(find_space_key(parameter.rule.path()));
}

DesignSpace read_space(const std::string& path) { return SpaceReader(SpaceTexts::on_disk(path), path).run(); }

DesignSpace parse_space(const SpaceFiles& files, const std::string& name) {
    return SpaceReader(SpaceTexts::kept(files), name).run();
}

} // namespace fracbit::explorer
