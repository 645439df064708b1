#include "models/config/toml_entries.hpp"

#include "models/config/toml_nodes.hpp"
#include "models/config/toml_place.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

namespace fracbit::models {
namespace {

void append(const toml::table& table, const std::string& table_name, TomlDocument& document) {
    for (const auto& [key, node] : table) {
        const std::string name(key.str());
        if (const auto* inner = node.as_table(); inner != nullptr && table_name.empty()) {
            document.tables.push_back({name, place(key.source())});
            append(*inner, name, document);
        } else {
            document.entries.push_back({table_name, name, place(key.source()), toml_value(node), toml_type_name(node)});
        }
    }
}

template <class Item>
void sort_by_place(std::vector<Item>& items) {
    std::stable_sort(items.begin(), items.end(), [](const Item& a, const Item& b) {
        return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
    });
}

} // namespace

TomlDocument read_toml_entries(const std::string& text, const std::string& file) {
    TomlDocument document;
    try {
        append(toml::parse(std::string_view(text), std::string_view(file)), "", document);
    } catch (const toml::parse_error& error) {
        throw FormatError(file, place(error.source()), "this is not TOML: " + std::string(error.description()));
    }
    sort_by_place(document.tables);
    sort_by_place(document.entries);
    return document;
}

} // namespace fracbit::models
