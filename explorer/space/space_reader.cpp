#include "explorer/space/space_reader.hpp"

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

constexpr PointId most_points = PointId{1} << 62;

bool is_network_name(const std::string& name) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    const auto fits = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; };
    return letter(name.front()) && std::all_of(name.begin(), name.end(), fits);
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
    problems_.throw_config_error(); // what follows wants good values
    if (space_.technologies_.empty()) load_technology({space_.base_.technology, {}});
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
        for (const PlacedText& layer : *given.layers) {
            if (std::find(names.begin(), names.end(), layer.text) != names.end())
                problems_.add(layer.where, fmt::format("network.layers: '{}' comes twice", layer.text));
            names.push_back(layer.text);
        }
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
