#include "explorer/space/space_file.hpp"

#include "explorer/space/file_keys.hpp"
#include "explorer/space/problems.hpp"
#include "explorer/space/toml_reader.hpp"
#include "explorer/space/value_list.hpp"
#include "models/config/toml_nodes.hpp"
#include "models/core/nearest_name.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

using models::KeyType;
using models::KeyValue;
using models::place;
using models::toml_type_name;

bool is_table_of_keys(const std::string& path) {
    const auto tables = space_key_tables();
    return std::find(tables.begin(), tables.end(), path) != tables.end();
}

class SpaceFileReader {
public:
    SpaceFileReader(const std::string& text, const std::string& name) : toml_(text, name) {}

    SpaceFile run() {
        check_version();
        toml_.check_keys(root_, "");
        read_name();
        read_base();
        for (const toml::table* table : toml_.tables("network")) read_network(*table);
        if (const toml::table* accuracy = toml_.table("accuracy"); accuracy && accuracy->get("tables"))
            file_.tables = toml_.texts(*accuracy->get("tables"), "accuracy.tables");
        read_axes();
        file_.conditions = all_of("conditions");
        file_.constraints = all_of("constraints");
        for (const toml::table* table : toml_.tables("objective")) read_objective(*table);
        if (!root_.contains("network"))
            problems_.add({}, "no network: add at least one [[network]] with name and file");
        if (!root_.contains("objective"))
            problems_.add({}, "no objective: add at least one [[objective]] with maximize or minimize");
        check_uses();
        if (!problems_.empty()) check_values();
        problems_.throw_format_error();
        return std::move(file_);
    }

private:
    // ---- the file's own keys ------------------------------------------------------------------------------------

    /// Before anything else: a newer file may have keys that this program cannot know.
    void check_version() {
        const toml::node* node = root_.get("format_version");
        if (node == nullptr)
            throw FormatError(problems_.file(), "format_version is missing: add 'format_version = 1' at the top");
        const auto* version = node->as_integer();
        const auto where = place(node->source());
        if (version == nullptr) {
            problems_.add(where, fmt::format("format_version: expected an integer, found {}", toml_type_name(*node)));
        } else if (version->get() > space_format_version) {
            throw FormatError(problems_.file(), where,
                              fmt::format("format_version {} is newer than this program reads ({}): update fracbit",
                                          version->get(), space_format_version));
        } else if (version->get() < 1) {
            problems_.add(where, fmt::format("format_version = {} is not allowed: use 1", version->get()));
        }
    }

    void read_name() {
        const auto name = toml_.text(root_, "", "name", true);
        if (!name) return;
        if (const auto problem = models::value_problem(space_name_rule(), name->text))
            problems_.add(name->where, *problem);
        file_.name = *name;
    }

    std::vector<PlacedText> all_of(const char* name) {
        const toml::table* found = toml_.table(name);
        const toml::node* all = found == nullptr ? nullptr : found->get("all");
        return all == nullptr ? std::vector<PlacedText>{} : toml_.texts(*all, fmt::format("{}.all", name));
    }

    void read_network(const toml::table& table) {
        FileNetwork network;
        network.where = place(table.source());
        if (auto name = toml_.text(table, "network", "name", true)) network.name = *name;
        if (auto file = toml_.text(table, "network", "file", true)) network.file = *file;
        if (const toml::node* layers = table.get("layers")) network.layers = toml_.texts(*layers, "network.layers");
        network.accuracy = toml_.text(table, "network", "accuracy", false);
        if (const toml::node* runs = table.get("runs")) network.runs = toml_.value(*runs, network_runs_rule());
        file_.networks.push_back(std::move(network));
    }

    void read_objective(const toml::table& table) {
        FileObjective objective;
        const auto maximize = toml_.text(table, "objective", "maximize", false);
        const auto minimize = toml_.text(table, "objective", "minimize", false);
        if (table.contains("maximize") == table.contains("minimize"))
            problems_.add(place(table.source()), "objective: give either maximize or minimize");
        objective.maximize = maximize.has_value();
        if (maximize || minimize) objective.expression = maximize ? *maximize : *minimize;
        if (const toml::node* reference = table.get("reference")) {
            objective.reference = reference->value<double>();
            if (!reference->is_number())
                problems_.add(
                    place(reference->source()),
                    fmt::format("objective.reference: expected a number, found {}", toml_type_name(*reference)));
            else if (!std::isfinite(*objective.reference))
                problems_.add(place(reference->source()), "objective.reference must be finite; leave it out for none");
        }
        file_.objectives.push_back(std::move(objective));
    }

    // ---- keys of points -----------------------------------------------------------------------------------------

    /// Calls `take(key, where, node)` for every key of points, however its path is spelt: "a.b" = or a.b = or [x.a] b
    /// =. `own` are other keys of the table, which are read elsewhere.
    template <class Take>
    void visit_keys(const toml::table& table, const std::string& prefix, const std::vector<std::string>& own,
                    const Take& take) {
        for (const auto& [key, node] : table) {
            const std::string path = prefix.empty() ? std::string(key.str()) : fmt::format("{}.{}", prefix, key.str());
            const FileLocation where = place(key.source());
            const auto* inner = node.as_table();
            if (std::find(own.begin(), own.end(), path) != own.end()) continue;
            if (const SpaceKey* known = find_space_key(path))
                take(*known, where, node);
            else if (inner != nullptr && is_table_of_keys(path))
                visit_keys(*inner, path, {}, take);
            else if (is_table_of_keys(path))
                problems_.add(where, fmt::format("'{}' holds keys: expected {}.KEY = ..., found {}", path, path,
                                                 toml_type_name(node)));
            else if (inner != nullptr && !inner->contains("from") && !inner->contains("to"))
                problems_.add(where, fmt::format("unknown table of parameters '{}'; {}", path,
                                                 suggest_name(path, space_key_tables())));
            else
                problems_.add(where, fmt::format("unknown parameter '{}'; {}", path, suggest_space_key(path, own)));
        }
    }

    void read_base() {
        const toml::table* base = toml_.table("base");
        if (base == nullptr) return;
        file_.architecture = toml_.text(*base, "base", "architecture", false);
        visit_keys(*base, "", {"architecture"},
                   [this](const SpaceKey& key, const FileLocation& where, const toml::node& node) {
                       if (node.is_array() || node.is_table()) {
                           problems_.add(
                               where,
                               fmt::format("base.{}: expected a single value, found {}; what is varied stands in "
                                           "[parameters]",
                                           key.rule.path(), toml_type_name(node)));
                       } else if (auto value = toml_.value(node, key.rule)) {
                           file_.base.push_back({&key, where, {*value}, std::nullopt});
                       }
                   });
        sort_by_place(file_.base);
    }

    void read_axes() {
        if (const toml::table* parameters = toml_.table("parameters"))
            visit_keys(*parameters, "", {},
                       [this](const SpaceKey& key, const FileLocation& where, const toml::node& node) {
                           if (auto parameter = parameter_of(key, where, node))
                               file_.axes.push_back({{std::move(*parameter)}, where});
                       });
        for (const toml::table* together : toml_.tables("together")) {
            FileAxis axis{{}, place(together->source())};
            visit_keys(*together, "", {}, [&](const SpaceKey& key, const FileLocation& where, const toml::node& node) {
                if (auto parameter = parameter_of(key, where, node)) axis.parameters.push_back(std::move(*parameter));
            });
            sort_by_place(axis.parameters);
            if (together->empty()) problems_.add(axis.where, "together: name at least one parameter");
            if (!axis.parameters.empty()) file_.axes.push_back(std::move(axis));
        }
        sort_by_place(file_.axes);
    }

    std::optional<FileParameter> parameter_of(const SpaceKey& key, const FileLocation& where, const toml::node& node) {
        FileParameter parameter{&key, where, {}, std::nullopt};
        if (const auto* array = node.as_array()) {
            for (const toml::node& each : *array)
                if (const auto value = toml_.value(each, key.rule)) parameter.values.push_back(*value);
            const bool all_bad = parameter.values.empty() && !array->empty();
            return all_bad ? std::nullopt : std::optional(std::move(parameter));
        }
        if (const auto* range = node.as_table()) {
            parameter.range = range_of(key, where, *range);
            return parameter.range ? std::optional(std::move(parameter)) : std::nullopt;
        }
        problems_.add(where,
                      fmt::format("{}: expected a list [...] or a range {{ from, to, step }}, found {}; a value that "
                                  "does not vary stands in [base]",
                                  key.rule.path(), toml_type_name(node)));
        return std::nullopt;
    }

    std::optional<FileRange> range_of(const SpaceKey& key, const FileLocation& where, const toml::table& table) {
        static const std::vector<std::string> names = {"from", "to", "step", "times"};
        const std::string path = key.rule.path();
        if (key.rule.type != KeyType::integer && key.rule.type != KeyType::number) {
            problems_.add(where, fmt::format("{}: a range is for numbers; write a list, allowed is {}", path,
                                             key.rule.allowed()));
            return std::nullopt;
        }
        bool good = true;
        std::map<std::string, PlacedValue> given;
        for (const auto& [name, node] : table) {
            const std::string found(name.str());
            models::KeyRule rule = key.rule;
            rule.name += "." + found;
            if (std::find(names.begin(), names.end(), found) == names.end()) {
                problems_.add(place(name.source()), fmt::format("unknown key '{}' in the range of {}; {}", found, path,
                                                                suggest_name(found, names)));
                good = false;
            } else if (const auto value = toml_.value(node, rule)) {
                given[found] = *value;
            } else {
                good = false;
            }
        }
        if (!good) return std::nullopt;
        if (!given.count("from") || !given.count("to") || given.count("step") == given.count("times")) {
            problems_.add(where, fmt::format("{}: a range has 'from', 'to' and either 'step' or 'times'", path));
            return std::nullopt;
        }
        const bool geometric = given.count("times") > 0;
        return FileRange{given["from"], given["to"], given[geometric ? "times" : "step"], geometric};
    }

    /// No key may be given twice, in whatever place or unit.
    void check_uses() {
        struct Use {
            const FileParameter* parameter;
            bool varied;
        };
        std::vector<Use> uses;
        for (const FileParameter& parameter : file_.base) uses.push_back({&parameter, false});
        for (const FileAxis& axis : file_.axes)
            for (const FileParameter& parameter : axis.parameters) uses.push_back({&parameter, true});
        for (auto later = uses.begin(); later != uses.end(); ++later) {
            const models::KeyRule& rule = later->parameter->key->rule;
            for (auto earlier = uses.begin(); earlier != later; ++earlier) {
                const SpaceKey& other = *earlier->parameter->key;
                if (&other == later->parameter->key) {
                    const char* const how = !later->varied    ? "fixed twice"
                                            : earlier->varied ? "varied twice"
                                                              : "fixed in [base] and varied";
                    problems_.add(later->parameter->where,
                                  fmt::format("{} is {}: keep only one of them", rule.path(), how));
                } else if (other.alternative == rule.path()) {
                    problems_.add(later->parameter->where, fmt::format("{} and {} say the same: keep only one of them",
                                                                       other.rule.path(), rule.path()));
                }
            }
        }
    }

    /// Values that are not allowed, told beside problems of form.
    void check_values() {
        for (const FileParameter& parameter : file_.base) (void)values_of(parameter, true, problems_);
        for (const FileAxis& axis : file_.axes)
            for (const FileParameter& parameter : axis.parameters)
                (void)values_of(parameter, axis.parameters.size() == 1, problems_);
        for (const FileNetwork& network : file_.networks)
            if (const auto& runs = network.runs)
                if (const auto problem = models::value_problem(network_runs_rule(), runs->value))
                    problems_.add(runs->where, *problem);
    }

    template <class Item>
    static void sort_by_place(std::vector<Item>& items) {
        std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
            return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
        });
    }

    TomlReader toml_;
    Problems& problems_ = toml_.problems();
    const toml::table& root_ = toml_.root();
    SpaceFile file_;
};

} // namespace

SpaceFile read_space_file(const std::string& text, const std::string& name) {
    return SpaceFileReader(text, name).run();
}

} // namespace fracbit::explorer
