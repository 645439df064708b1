// From text (a TOML file, or "key=value" settings) to a checked Architecture, in three steps: parse, match and check
// the keys, resolve. Problems are collected with their places and thrown together.
#include "models/config/architecture.hpp"
#include "models/config/architecture_checks.hpp"
#include "models/config/architecture_keys.hpp"
#include "models/config/toml_entries.hpp"

#include "models/core/error.hpp"
#include "models/core/nearest_name.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <tuple>

namespace fracbit::models {
namespace {

/// A key that somebody gave a value of the right type.
struct GivenKey {
    const ArchitectureKey* key;
    KeyValue value;
    FileLocation where; ///< empty for settings
};

struct Problem {
    FileLocation where;
    std::string text;
};

// ---- matching the file's keys -----------------------------------------------------------------------------------

std::vector<std::string> table_names() {
    std::vector<std::string> names;
    for (const ArchitectureKey& key : architecture_keys()) {
        const std::string& table = key.rule.table;
        if (!table.empty() && (names.empty() || names.back() != table)) names.push_back(table);
    }
    return names;
}

std::vector<std::string> key_names(const std::string& table) {
    std::vector<std::string> names;
    for (const ArchitectureKey& key : architecture_keys()) {
        if (key.rule.table == table) names.push_back(key.rule.name);
    }
    return names;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// "did you mean ...?" for a name that is near none of `known`, but stands in other tables.
std::string suggest_key(const std::string& name, const std::vector<std::string>& known) {
    std::string elsewhere;
    for (const ArchitectureKey& key : architecture_keys()) {
        if (key.rule.name == name) elsewhere += (elsewhere.empty() ? "'" : " or '") + key.rule.path() + "'";
    }
    if (elsewhere.empty() || nearest_name(name, known)) return suggest_name(name, known);
    return "did you mean " + elsewhere + "?";
}

std::string unknown_key(const TomlEntry& entry) {
    const std::string place = entry.table.empty() ? "at the top level" : "in [" + entry.table + "]";
    return fmt::format("unknown key '{}' {}; {}", entry.name, place, suggest_key(entry.name, key_names(entry.table)));
}

void match_tables(const TomlDocument& document, std::vector<Problem>& problems) {
    for (const TomlTable& table : document.tables) {
        if (contains(table_names(), table.name)) continue;
        if (const ArchitectureKey* key = find_architecture_key(table.name)) {
            problems.push_back(
                {table.where, fmt::format("'{}' is a key, found a table: write {} = ...", table.name, key->rule.name)});
        } else {
            problems.push_back({table.where, fmt::format("unknown table [{}]; {}", table.name,
                                                         suggest_name(table.name, table_names()))});
        }
    }
}

std::vector<GivenKey> match_keys(const TomlDocument& document, std::vector<Problem>& problems) {
    std::vector<GivenKey> given;
    for (const TomlEntry& entry : document.entries) {
        const std::string path = entry.table.empty() ? entry.name : entry.table + "." + entry.name;
        const ArchitectureKey* key = find_architecture_key(path);
        if (!entry.table.empty() && !contains(table_names(), entry.table)) continue; // its table is the problem
        if (entry.table.empty() && contains(table_names(), entry.name)) {
            problems.push_back({entry.where, fmt::format("'{}' must be a table: expected [{}], found {}", entry.name,
                                                         entry.name, entry.type)});
        } else if (key == nullptr) {
            problems.push_back({entry.where, unknown_key(entry)});
        } else if (!entry.value) {
            problems.push_back({entry.where, fmt::format("{}: expected a single value, found {}", path, entry.type)});
        } else if (const auto value = normalised(key->rule, *entry.value);
                   const auto problem = type_problem(key->rule, value)) {
            problems.push_back({entry.where, *problem});
        } else {
            given.push_back({key, value, entry.where});
        }
    }
    return given;
}

void check_alternatives(const std::vector<GivenKey>& given, std::vector<Problem>& problems) {
    for (auto later = given.begin(); later != given.end(); ++later) {
        const std::string& alternative = later->key->alternative;
        const auto earlier = std::find_if(given.begin(), later,
                                          [&](const GivenKey& other) { return other.key->rule.path() == alternative; });
        if (alternative.empty() || earlier == later) continue;
        problems.push_back({later->where, fmt::format("{} and {} say the same: keep only one of them",
                                                      earlier->key->rule.path(), later->key->rule.path())});
    }
}

/// Values that are not allowed, told beside problems of form. Keys beside each other are not judged then: one of them
/// may be the misspelt one.
void check_values(const std::vector<GivenKey>& given, std::vector<Problem>& problems) {
    for (const GivenKey& item : given) {
        if (const auto problem = value_problem(item.key->rule, item.value)) problems.push_back({item.where, *problem});
    }
}

/// Before anything else: a newer file may have keys that this program cannot know.
void check_version(const TomlDocument& document, const std::string& file) {
    for (const TomlEntry& entry : document.entries) {
        if (!entry.table.empty() || entry.name != "format_version") continue;
        const auto* version = entry.value ? std::get_if<std::int64_t>(&*entry.value) : nullptr;
        if (version != nullptr && *version > architecture_format_version)
            throw FormatError(file, entry.where,
                              fmt::format("format_version {} is newer than this program reads ({}): update fracbit",
                                          *version, architecture_format_version));
        return;
    }
    throw FormatError(file, "format_version is missing: add 'format_version = 1' at the top");
}

void throw_format_problems(std::vector<Problem> problems, const std::string& file) {
    if (problems.empty()) return;
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
    });
    std::string text = problems.front().text;
    for (auto next = problems.begin() + 1; next != problems.end(); ++next)
        text += std::string("\n") + FormatError(file, next->where, next->text).what();
    throw FormatError(file, problems.front().where, text);
}

// ---- values -----------------------------------------------------------------------------------------------------

/// Sets the keys that are in range, resolves, checks everything. `problems` come with the path of their key.
std::vector<ArchitectureProblem> apply_given(const std::vector<GivenKey>& given, Architecture& architecture) {
    std::vector<ArchitectureProblem> problems;
    for (const GivenKey& item : given) {
        if (const auto problem = value_problem(item.key->rule, item.value)) {
            problems.push_back({{item.key->rule.path()}, *problem});
        } else {
            item.key->set(architecture, item.value);
        }
    }
    const std::size_t own = problems.size();
    resolve_with_clock(architecture);
    for (ArchitectureProblem& problem : find_problems(architecture)) {
        const bool follows = std::any_of(problem.keys.begin(), problem.keys.end(), [&](const std::string& path) {
            return std::any_of(problems.begin(), problems.begin() + static_cast<std::ptrdiff_t>(own),
                               [&](const ArchitectureProblem& other) { return other.keys.front() == path; });
        });
        if (!follows) problems.push_back(std::move(problem));
    }
    return problems;
}

/// The place of the first of a problem's keys that the file gives, the alternative unit's included.
FileLocation place_of(const ArchitectureProblem& problem, const std::vector<GivenKey>& given) {
    for (const std::string& path : problem.keys) {
        for (const GivenKey& item : given) {
            if (item.key->rule.path() == path || item.key->alternative == path) return item.where;
        }
    }
    return {};
}

} // namespace

Architecture parse_architecture(const std::string& text, const std::string& name) {
    const TomlDocument document = read_toml_entries(text, name);
    check_version(document, name);
    std::vector<Problem> format_problems;
    match_tables(document, format_problems);
    const std::vector<GivenKey> given = match_keys(document, format_problems);
    check_alternatives(given, format_problems);
    if (!format_problems.empty()) check_values(given, format_problems);
    throw_format_problems(std::move(format_problems), name);

    Architecture architecture;
    std::vector<Problem> problems;
    for (const ArchitectureProblem& problem : apply_given(given, architecture))
        problems.push_back({place_of(problem, given), problem.text});
    if (problems.empty()) return architecture;
    std::stable_sort(problems.begin(), problems.end(),
                     [](const Problem& a, const Problem& b) { return a.where.line < b.where.line; });
    std::string message;
    for (const Problem& problem : problems)
        message += (message.empty() ? "" : "\n") + std::string(FormatError(name, problem.where, problem.text).what());
    throw ConfigError(message);
}

Architecture read_architecture(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file || std::filesystem::is_directory(path))
        throw MissingFileError("cannot read the architecture '" + path +
                               "': give the path of a TOML file such as examples/arch/edge.toml");
    const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    return parse_architecture(text, path);
}

Architecture with_overrides(Architecture architecture, const std::vector<std::string>& settings) {
    std::vector<GivenKey> given;
    std::vector<std::string> problems;
    for (const std::string& setting : settings) {
        const std::size_t equals = setting.find('=');
        const std::string path = setting.substr(0, equals);
        const ArchitectureKey* key = find_architecture_key(path);
        if (equals == std::string::npos) {
            problems.push_back("'" + setting + "': expected KEY=VALUE, as in memory.bytes_per_cycle=3.2");
        } else if (key == nullptr) {
            problems.push_back("unknown key '" + path + "'; " + suggest_key(path, architecture_key_paths()));
        } else {
            const KeyValue value = normalised(key->rule, value_from_text(key->rule, setting.substr(equals + 1)));
            if (const auto problem = type_problem(key->rule, value)) {
                problems.push_back(*problem);
            } else {
                given.push_back({key, value, {}});
            }
        }
    }
    for (const ArchitectureProblem& problem : apply_given(given, architecture)) problems.push_back(problem.text);
    if (problems.empty()) return architecture;
    std::string message = "settings of the architecture '" + architecture.name + "':";
    for (const std::string& problem : problems) message += "\n  " + problem;
    throw ConfigError(message);
}

} // namespace fracbit::models
