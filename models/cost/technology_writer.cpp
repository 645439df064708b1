#include "models/cost/technology_writer.hpp"

#include "models/config/key_rule.hpp"
#include "models/cost/technology_keys.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

std::string quoted_text(const std::string& text) { return toml_text(KeyValue(text)); }

} // namespace

std::string to_toml(const Technology& technology) {
    // Numbers that nobody gave a source for, as those of a program, still need one in a file.
    std::string unnamed = "given";
    while (technology.citations.count(unnamed) != 0) unnamed += "_";
    std::string tables, table;
    bool all_named = true;
    Technology readable = technology; // keys hand out references
    for (const TechnologyKey& key : technology_keys()) {
        if (key.table != table) tables += fmt::format("\n[{}]\n", key.table);
        table = key.table;
        const auto source = technology.sources.find(key.path());
        const bool named = source != technology.sources.end();
        all_named = all_named && named;
        const Figure& figure = key.figure(readable);
        tables += fmt::format("{} = {{value = {}, quality = \"{}\", source = {}}}\n", key.name, figure.value,
                              to_string(figure.quality),
                              quoted_text(named ? source->second : unnamed + ": without a source"));
    }
    std::string text =
        fmt::format("format_version = {}\nname = {}\nprocess_name = {}\n\n[sources]\n", technology_format_version,
                    quoted_text(technology.name), quoted_text(technology.process));
    for (const auto& [key, citation] : technology.citations)
        text += fmt::format("{} = {}\n", quoted_text(key), quoted_text(citation));
    if (!all_named) text += fmt::format("{} = \"as given to the program that wrote this file\"\n", unnamed);
    return text + tables;
}

} // namespace fracbit::models
