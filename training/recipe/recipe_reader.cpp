#include "training/recipe/recipe_reader.hpp"

#include "models/config/toml_nodes.hpp"
#include "models/config/toml_place.hpp"
#include "models/core/nearest_name.hpp"
#include "training/recipe/recipe_keys.hpp"

#include <algorithm>
#include <functional>
#include <tuple>

#include <fmt/format.h>

namespace fracbit::training {
namespace {

using models::KeyValue;
using models::place;

class RecipeReader {
public:
    RecipeReader(const std::string& text, const std::string& path) : path_(path) {
        try {
            root_ = toml::parse(std::string_view(text), std::string_view(path));
        } catch (const toml::parse_error& error) {
            throw FormatError(path, place(error.source()), "this is not TOML: " + std::string(error.description()));
        }
    }

    RawRecipe read() {
        check_names(root_, "");
        for (const std::string& name : recipe_tables()) read_table(name);
        if (const toml::node* layers = root_.get("layers")) read_layers(*layers);
        throw_problems();
        return std::move(raw_);
    }

private:
    void add(const FileLocation& where, const std::string& text) { problems_.emplace_back(where, text); }

    void check_names(const toml::table& table, const std::string& name) {
        const auto known = recipe_names(name);
        for (const auto& [key, node] : table) {
            const std::string found(key.str());
            if (std::find(known.begin(), known.end(), found) != known.end()) continue;
            add(place(key.source()), fmt::format("unknown {} '{}' {}; {}", node.is_table() ? "table" : "key", found,
                                                 name.empty() ? "at the top level" : fmt::format("in [{}]", name),
                                                 suggest_name(found, known)));
        }
    }

    void read_table(const std::string& name) {
        const toml::node* node = name.empty() ? &root_ : root_.get(name);
        if (node != nullptr && !node->is_table()) {
            add(place(node->source()),
                fmt::format("'{0}' must be a table: expected [{0}], found {1}", name, models::toml_type_name(*node)));
            return;
        }
        static const toml::table none;
        const toml::table& table = node == nullptr ? none : *node->as_table();
        if (!name.empty()) check_names(table, name);
        for (const RecipeKey& key : recipe_keys()) {
            if (key.rule.table != name) continue;
            if (const toml::node* found = table.get(key.rule.name)) {
                if (const auto value = read_value(*found, key.rule)) raw_.values[key.rule.path()] = *value;
            } else if (key.fallback) {
                raw_.values[key.rule.path()] = *key.fallback;
            } else {
                add(node == nullptr || name.empty() ? FileLocation{} : place(table.source()),
                    fmt::format("{} is missing: {}", key.rule.path(), key.rule.meaning));
            }
        }
        if (const toml::node* epochs = name == "training" ? table.get(decay_epochs_key) : nullptr) read_decay(*epochs);
    }

    std::optional<KeyValue> read_value(const toml::node& node, const models::KeyRule& rule) {
        const auto single = models::toml_value(node);
        if (!single) {
            add(place(node.source()),
                fmt::format("{}: expected a single value, found {}", rule.path(), models::toml_type_name(node)));
            return std::nullopt;
        }
        const KeyValue value = normalised(rule, *single);
        auto problem = type_problem(rule, value);
        if (!problem) problem = value_problem(rule, value);
        if (problem) add(place(node.source()), *problem);
        return problem ? std::nullopt : std::optional(value);
    }

    void read_decay(const toml::node& node) {
        const auto* array = node.as_array();
        const bool good = array != nullptr && std::all_of(array->begin(), array->end(), [](const toml::node& each) {
                              return each.is_integer() && each.as_integer()->get() > 0;
                          });
        if (good)
            for (const toml::node& each : *array) raw_.decay_epochs.push_back(each.as_integer()->get());
        if (!good || std::adjacent_find(raw_.decay_epochs.begin(), raw_.decay_epochs.end(), std::greater_equal<>()) !=
                         raw_.decay_epochs.end())
            add(place(node.source()), "training.decay_epochs: expected an array of ascending epochs, as [150, 175]");
    }

    void read_layers(const toml::node& node) {
        const auto* array = node.as_array();
        if (array == nullptr ||
            !std::all_of(array->begin(), array->end(), [](const toml::node& each) { return each.is_table(); })) {
            add(place(node.source()),
                fmt::format("'layers' must be tables: expected [[layers]], found {}", models::toml_type_name(node)));
            return;
        }
        for (const toml::node& each : *array) read_layer(*each.as_table());
    }

    void read_layer(const toml::table& table) {
        check_names(table, "layers");
        LayerRule rule;
        rule.where = place(table.source());
        const toml::node* names = table.get("names");
        const auto* array = names == nullptr ? nullptr : names->as_array();
        if (array != nullptr)
            for (const toml::node& each : *array)
                if (const auto* name = each.as_string()) rule.names.push_back(name->get());
        if (array == nullptr || array->empty() || rule.names.size() != array->size())
            add(names == nullptr ? rule.where : place(names->source()),
                "layers.names: expected an array of layers' names, as [\"conv1\", \"stage1.*\"]");
        for (const RecipeKey& key : recipe_keys()) {
            if (key.rule.table != "weights" && key.rule.table != "activations") continue;
            models::KeyRule placed = key.rule;
            placed.table = "layers";
            if (key.rule.table == "activations") placed.name = activation_prefix + key.rule.name;
            if (const toml::node* found = table.get(placed.name))
                if (const auto value = read_value(*found, placed)) rule.values[placed.name] = *value;
        }
        raw_.layers.push_back(std::move(rule));
    }

    void throw_problems() {
        if (problems_.empty()) return;
        std::stable_sort(problems_.begin(), problems_.end(), [](const auto& a, const auto& b) {
            return std::tie(a.first.line, a.first.column) < std::tie(b.first.line, b.first.column);
        });
        std::string text;
        for (const auto& [where, problem] : problems_)
            text += text.empty() ? problem : std::string("\n") + FormatError(path_, where, problem).what();
        throw FormatError(path_, problems_.front().first, text);
    }

    const std::string& path_;
    toml::table root_;
    RawRecipe raw_;
    std::vector<std::pair<FileLocation, std::string>> problems_;
};

std::vector<std::string> all_paths() {
    std::vector<std::string> paths;
    for (const RecipeKey& key : recipe_keys()) paths.push_back(key.rule.path());
    return paths;
}

void override_value(RawRecipe& raw, const std::string& text) {
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos)
        throw ConfigError(fmt::format("--set {}: use KEY=VALUE, for example --set weights.n_in=12", text));
    const std::string path = text.substr(0, equals);
    const RecipeKey* key = find_recipe_key(path);
    if (key == nullptr)
        throw ConfigError(fmt::format("--set {}: unknown key '{}'; {}", text, path, suggest_name(path, all_paths())));
    const KeyValue value = normalised(key->rule, value_from_text(key->rule, text.substr(equals + 1)));
    auto problem = type_problem(key->rule, value);
    if (!problem) problem = value_problem(key->rule, value);
    if (problem) throw ConfigError("--set: " + *problem);
    raw.values[path] = value;
}

} // namespace

RawRecipe read_raw_recipe(const std::string& text, const std::string& path, const std::vector<std::string>& overrides) {
    RawRecipe raw = RecipeReader(text, path).read();
    for (const std::string& each : overrides) override_value(raw, each);
    return raw;
}

} // namespace fracbit::training
