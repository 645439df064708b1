#include "explorer/space/toml_reader.hpp"

#include "explorer/space/file_keys.hpp"
#include "models/config/toml_nodes.hpp"
#include "models/core/nearest_name.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace fracbit::explorer {

using models::place;
using models::toml_type_name;

TomlReader::TomlReader(const std::string& text, const std::string& name) : problems_(name) {
    try {
        root_ = toml::parse(std::string_view(text), std::string_view(name));
    } catch (const toml::parse_error& error) {
        throw FormatError(name, place(error.source()), "this is not TOML: " + std::string(error.description()));
    }
}

void TomlReader::check_keys(const toml::table& table, const std::string& name) {
    const auto known = file_key_names(name);
    for (const auto& [key, node] : table) {
        const std::string found(key.str());
        if (std::find(known.begin(), known.end(), found) != known.end()) continue;
        problems_.add(place(key.source()),
                      fmt::format("unknown {} '{}' {}; {}", node.is_table() ? "table" : "key", found,
                                  name.empty() ? "at the top level" : fmt::format("in [{}]", name),
                                  suggest_name(found, known)));
    }
}

const toml::table* TomlReader::table(const char* name) {
    const toml::node* node = root_.get(name);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) {
        problems_.add(place(node->source()),
                      fmt::format("'{}' must be a table: expected [{}], found {}", name, name, toml_type_name(*node)));
        return nullptr;
    }
    const auto* found = node->as_table();
    if (!file_key_names(name).empty()) check_keys(*found, name);
    return found;
}

std::vector<const toml::table*> TomlReader::tables(const char* name) {
    std::vector<const toml::table*> found;
    const toml::node* node = root_.get(name);
    if (node == nullptr) return found;
    const auto* array = node->as_array();
    const bool good = array != nullptr && !array->empty() &&
                      std::all_of(array->begin(), array->end(), [](const toml::node& n) { return n.is_table(); });
    if (!good) {
        problems_.add(place(node->source()), fmt::format("'{}' must be tables: expected [[{}]], found {}", name, name,
                                                         array ? "an array" : toml_type_name(*node)));
        return found;
    }
    for (const toml::node& each : *array) {
        found.push_back(each.as_table());
        if (!file_key_names(name).empty()) check_keys(*found.back(), name);
    }
    return found;
}

std::optional<PlacedText> TomlReader::text(const toml::node& node, const std::string& path) {
    const auto* string = node.as_string();
    if (string != nullptr && !string->get().empty()) return PlacedText{string->get(), place(node.source())};
    problems_.add(place(node.source()),
                  fmt::format("{}: expected a text, found {}", path, string ? "an empty one" : toml_type_name(node)));
    return std::nullopt;
}

std::optional<PlacedText> TomlReader::text(const toml::table& table, const std::string& table_name, const char* key,
                                           bool required) {
    const std::string path = table_name.empty() ? key : fmt::format("{}.{}", table_name, key);
    if (const toml::node* node = table.get(key)) return text(*node, path);
    if (required) problems_.add(table_name.empty() ? FileLocation{} : place(table.source()), path + " is missing");
    return std::nullopt;
}

std::vector<PlacedText> TomlReader::texts(const toml::node& node, const std::string& path) {
    std::vector<PlacedText> result;
    const auto* array = node.as_array();
    if (array == nullptr) {
        problems_.add(place(node.source()),
                      fmt::format("{}: expected an array of texts, found {}", path, toml_type_name(node)));
        return result;
    }
    for (const toml::node& each : *array)
        if (auto found = text(each, path)) result.push_back(std::move(*found));
    return result;
}

std::optional<PlacedValue> TomlReader::value(const toml::node& node, const models::KeyRule& rule) {
    const FileLocation where = place(node.source());
    const auto single = models::toml_value(node);
    if (!single) {
        problems_.add(where, fmt::format("{}: expected a single value, found {}", rule.path(), toml_type_name(node)));
        return std::nullopt;
    }
    const models::KeyValue value = models::normalised(rule, *single);
    if (const auto problem = models::type_problem(rule, value)) {
        problems_.add(where, *problem);
        return std::nullopt;
    }
    return PlacedValue{value, where};
}

} // namespace fracbit::explorer
