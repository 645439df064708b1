// From a TOML text to a checked Technology, in three steps: entries, keys and their sources, values. Problems are
// collected with their places and thrown together.
#include "models/cost/technology.hpp"
#include "models/cost/technology_entries.hpp"
#include "models/cost/technology_keys.hpp"

#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"
#include "models/files/text_file.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

using Problems = std::vector<TechnologyProblem>;

/// The number of an entry in a technology, and what may stand there.
struct Slot {
    const TechnologyEntry* entry;
    double minimum, maximum;
    Figure* figure;
};

void add(Problems& problems, const FileLocation& where, std::string text) {
    TechnologyProblem& problem = problems.emplace_back();
    problem.where = where;
    problem.text = std::move(text);
}

const std::vector<std::string>& scaling_names() {
    static const std::vector<std::string> names = {"area", "delay", "energy", "leakage"};
    return names;
}

Figure& scaling_factor(ScalingFactors& factors, const std::string& name) {
    if (name == "area") return factors.area;
    if (name == "delay") return factors.delay;
    return name == "energy" ? factors.energy : factors.leakage;
}

std::vector<std::string> table_names(bool with_scaling) {
    std::vector<std::string> names;
    for (const TechnologyKey& key : technology_keys())
        if (std::find(names.begin(), names.end(), key.table) == names.end()) names.push_back(key.table);
    if (with_scaling) names.emplace_back("scaling");
    return names;
}

std::vector<std::string> key_names(const std::string& table) {
    if (table == "scaling") return scaling_names();
    std::vector<std::string> names;
    for (const TechnologyKey& key : technology_keys())
        if (key.table == table) names.push_back(key.name);
    return names;
}

const TechnologyKey* find_key(const TechnologyEntry& entry) {
    const auto& keys = technology_keys();
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const TechnologyKey& key) {
        return key.table == entry.table && key.name == entry.name;
    });
    return found == keys.end() ? nullptr : &*found;
}

void check_version(const TechnologyDocument& document, const std::string& file) {
    const bool wrong_type = document.format_version_where.line && !document.format_version;
    if (wrong_type) return; // among the problems
    if (!document.format_version)
        throw FormatError(file, "format_version is missing: add 'format_version = 1' at the top");
    if (*document.format_version > technology_format_version)
        throw FormatError(file, document.format_version_where,
                          fmt::format("format_version {} is newer than this program reads ({}): update fracbit",
                                      *document.format_version, technology_format_version));
    if (*document.format_version < 1)
        throw FormatError(file, document.format_version_where,
                          fmt::format("format_version {} is not allowed: use 1", *document.format_version));
}

void check_tables(const TechnologyDocument& document, Problems& problems) {
    const auto known = table_names(!document.base.empty());
    for (const auto& [name, where] : document.tables) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        const std::string advice = name == "scaling"
                                       ? "give a base to scale: base = \"" + shipped_technologies().front() + "\""
                                       : suggest_name(name, known);
        problems.push_back({where, fmt::format("unknown table [{}]; {}", name, advice)});
    }
}

void check_source(const TechnologyEntry& entry, const Technology& technology, Problems& problems) {
    const std::string path = entry.table + "." + entry.name;
    if (!entry.quality.empty() && !quality_from(entry.quality))
        problems.push_back({entry.where, fmt::format("{}: quality '{}' is not known; {}", path, entry.quality,
                                                     suggest_name(entry.quality, quality_names()))});
    if (entry.source.empty()) return; // said already
    const std::string key = entry.source.substr(0, entry.source.find(':'));
    const bool explained = key.size() + 2 < entry.source.size();
    if (technology.citations.count(key) == 0 || !explained)
        problems.push_back({entry.where, fmt::format("{}: source '{}' must be 'KEY: where', KEY a key of [sources]",
                                                     path, entry.source)});
}

/// Step two: every entry finds its number. Of numbers that nobody gives, a file without a base must say something.
std::vector<Slot> match_entries(const TechnologyDocument& document, Technology& technology, ScalingFactors& factors,
                                Problems& problems) {
    std::vector<Slot> slots;
    std::set<std::string> given;
    const auto tables = table_names(true);
    for (const TechnologyEntry& entry : document.entries) {
        if (std::find(tables.begin(), tables.end(), entry.table) == tables.end()) continue; // its table is the problem
        const TechnologyKey* key = find_key(entry);
        const auto& names = scaling_names();
        const bool factor =
            entry.table == "scaling" && std::find(names.begin(), names.end(), entry.name) != names.end();
        if (key == nullptr && !factor) {
            problems.push_back({entry.where, fmt::format("unknown key '{}' in [{}]; {}", entry.name, entry.table,
                                                         suggest_name(entry.name, key_names(entry.table)))});
            continue;
        }
        given.insert(entry.table + "." + entry.name);
        check_source(entry, technology, problems);
        if (factor)
            slots.push_back({&entry, 1e-6, 1e6, &scaling_factor(factors, entry.name)});
        else
            slots.push_back({&entry, key->minimum, key->maximum, &key->figure(technology)});
    }
    std::vector<std::string> missing;
    if (document.base.empty()) {
        for (const TechnologyKey& key : technology_keys())
            if (given.count(key.path()) == 0) missing.push_back(key.path());
    } else {
        for (const std::string& name : scaling_names())
            if (given.count("scaling." + name) == 0) missing.push_back("scaling." + name);
        for (const char* const path : {"process.node_nm", "process.supply_v"})
            if (given.count(path) == 0) missing.emplace_back(path);
    }
    if (!missing.empty()) add(problems, {}, fmt::format("missing: {}", fmt::join(missing, ", ")));
    return slots;
}

std::string joined(Problems problems, const std::string& file, FileLocation& first) {
    std::stable_sort(problems.begin(), problems.end(), [](const auto& a, const auto& b) {
        return std::tuple(!a.where.line, a.where.line, a.where.column) <
               std::tuple(!b.where.line, b.where.line, b.where.column);
    });
    first = problems.front().where;
    std::string text = problems.front().text;
    for (auto next = problems.begin() + 1; next != problems.end(); ++next)
        text += std::string("\n") + FormatError(file, next->where, next->text).what();
    return text;
}

/// Step three.
void set_values(const std::vector<Slot>& slots, Technology& technology, const std::string& file) {
    Problems problems;
    for (const Slot& slot : slots) {
        const double value = *slot.entry->value;
        const std::string path = slot.entry->table + "." + slot.entry->name;
        if (!(value >= slot.minimum && value <= slot.maximum)) {
            problems.push_back({slot.entry->where, fmt::format("{} = {:g} is not allowed: use {:g} to {:g}", path,
                                                               value, slot.minimum, slot.maximum)});
            continue;
        }
        *slot.figure = {value, *quality_from(slot.entry->quality)};
        technology.sources[path] = slot.entry->source;
    }
    if (problems.empty()) return;
    FileLocation first;
    const std::string text = joined(std::move(problems), file, first);
    throw ConfigError(FormatError(file, first, text).what());
}

std::string scaled_source(const TechnologyKey& key, const Technology& base) {
    return fmt::format("{}, times the factors of [scaling]", base.sources.at(key.path()));
}

Technology scaled_by(const Technology& base, const ScalingFactors& factors, const std::vector<Slot>& own,
                     const Technology& given) {
    Technology result = scaled(base, factors, given.supply_v.value);
    for (const TechnologyKey& key : technology_keys())
        if (key.scaling != Scaling::none) result.sources[key.path()] = scaled_source(key, base);
    for (const auto& [key, text] : given.citations) result.citations[key] = text;
    for (const auto& [path, source] : given.sources) result.sources[path] = source;
    for (const Slot& slot : own)
        if (const TechnologyKey* key = find_key(*slot.entry)) key->figure(result) = *slot.figure;
    return result;
}

} // namespace

Technology parse_technology(const std::string& text, const std::string& name) {
    const TechnologyDocument document = read_technology_entries(text, name);
    check_version(document, name);
    Problems problems = document.problems;
    Technology technology;
    for (const auto& [key, citation] : document.citations) technology.citations[key] = citation;
    if (document.name.empty() && !document.name_where.line)
        add(problems, {}, "name is missing: add 'name = \"...\"' at the top");
    if (!document.base.empty()) {
        const auto& known = shipped_technologies();
        if (std::find(known.begin(), known.end(), document.base) == known.end())
            problems.push_back({document.base_where, fmt::format("base '{}' is not shipped with this program; {}",
                                                                 document.base, suggest_name(document.base, known))});
    }
    check_tables(document, problems);
    ScalingFactors factors;
    const std::vector<Slot> slots = match_entries(document, technology, factors, problems);
    if (!problems.empty()) {
        FileLocation first;
        const std::string all = joined(std::move(problems), name, first);
        throw FormatError(name, first, all);
    }
    set_values(slots, technology, name);
    if (!document.base.empty()) technology = scaled_by(shipped_technology(document.base), factors, slots, technology);
    technology.name = document.name;
    technology.process = document.process;
    return technology;
}

Technology read_technology(const std::string& path) { return parse_technology(read_text_file(path), path); }

} // namespace fracbit::models
