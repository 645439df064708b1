#include "models/cost/technology_entries.hpp"

#include "models/config/toml_place.hpp"
#include "models/core/nearest_name.hpp"

#include <algorithm>
#include <string_view>
#include <tuple>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

const char* const number_form = "{value = NUMBER, quality = \"...\", source = \"...\"}";

std::string type_of(const toml::node& node) {
    if (node.is_table()) return "a table";
    if (node.is_array()) return "an array";
    if (node.is_string()) return "a string";
    if (node.is_number()) return "a number";
    if (node.is_boolean()) return "a boolean";
    return "a date or time";
}

std::string text_at(const toml::node& node, const std::string& path, const FileLocation& where,
                    TechnologyDocument& document) {
    if (const auto* text = node.as_string()) return text->get();
    document.problems.push_back({where, fmt::format("{}: expected a string, found {}", path, type_of(node))});
    return {};
}

TechnologyEntry read_number(const toml::table& fields, TechnologyEntry entry, TechnologyDocument& document) {
    const std::string path = entry.table + "." + entry.name;
    const std::size_t before = document.problems.size();
    for (const auto& [key, node] : fields) {
        const std::string field(key.str());
        const FileLocation where = place(key.source());
        if (field == "value") {
            entry.value = node.is_number() ? node.value<double>() : std::nullopt;
            if (!entry.value)
                document.problems.push_back(
                    {where, fmt::format("{}: value must be a number, found {}", path, type_of(node))});
        } else if (field == "quality") {
            entry.quality = text_at(node, path + ".quality", where, document);
        } else if (field == "source") {
            entry.source = text_at(node, path + ".source", where, document);
        } else {
            document.problems.push_back({where, fmt::format("unknown key '{}' of {}; {}", field, path,
                                                            suggest_name(field, {"value", "quality", "source"}))});
        }
    }
    if (document.problems.size() > before) return entry;
    for (const char* const field : {"value", "quality", "source"})
        if (!fields.contains(field))
            document.problems.push_back({entry.where, fmt::format("{} has no {}: write {}", path, field, number_form)});
    return entry;
}

void read_table(const toml::table& table, const std::string& name, TechnologyDocument& document) {
    for (const auto& [key, node] : table) {
        TechnologyEntry entry{name, std::string(key.str()), place(key.source()), {}, {}, {}};
        const auto* fields = node.as_table();
        if (fields == nullptr) {
            document.problems.push_back(
                {entry.where, fmt::format("{}.{}: a number needs its source: write {}, found {}", name, entry.name,
                                          number_form, type_of(node))});
            document.entries.push_back(std::move(entry)); // given, if wrongly: not missing too
        } else {
            document.entries.push_back(read_number(*fields, std::move(entry), document));
        }
    }
}

void read_sources(const toml::table& table, TechnologyDocument& document) {
    for (const auto& [key, node] : table) {
        const std::string name(key.str());
        document.citations.emplace_back(name, text_at(node, "sources." + name, place(key.source()), document));
    }
}

void read_top(const std::string& name, const toml::node& node, const FileLocation& where,
              TechnologyDocument& document) {
    if (name == "format_version") {
        document.format_version_where = where;
        document.format_version = node.value<std::int64_t>();
        if (!node.is_integer())
            document.problems.push_back(
                {where, fmt::format("format_version: expected an integer, found {}", type_of(node))});
    } else if (name == "name") {
        document.name_where = where;
        document.name = text_at(node, name, where, document);
    } else if (name == "process_name") {
        document.process = text_at(node, name, where, document);
    } else if (name == "base") {
        document.base_where = where;
        document.base = text_at(node, name, where, document);
    } else {
        document.problems.push_back(
            {where, fmt::format("unknown key '{}' at the top level; {}", name,
                                suggest_name(name, {"format_version", "name", "process_name", "base"}))});
    }
}

} // namespace

TechnologyDocument read_technology_entries(const std::string& text, const std::string& file) {
    toml::table root;
    try {
        root = toml::parse(std::string_view(text), std::string_view(file));
    } catch (const toml::parse_error& error) {
        throw FormatError(file, place(error.source()), "this is not TOML: " + std::string(error.description()));
    }
    TechnologyDocument document;
    for (const auto& [key, node] : root) {
        const std::string name(key.str());
        const FileLocation where = place(key.source());
        if (const auto* table = node.as_table(); table == nullptr) {
            read_top(name, node, where, document);
        } else if (name == "sources") {
            read_sources(*table, document);
        } else {
            document.tables.emplace_back(name, where);
            read_table(*table, name, document);
        }
    }
    std::stable_sort(document.entries.begin(), document.entries.end(), [](const auto& a, const auto& b) {
        return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
    });
    return document;
}

} // namespace fracbit::models
