#include "explorer/store/schema.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <set>

namespace fracbit::explorer {
namespace {

std::string quoted(const std::string& name) {
    std::string text = "\"";
    for (const char c : name) {
        text += c;
        if (c == '"') text += c;
    }
    return text + "\"";
}

/// Names for people: as in the space file, objectives as min(...) or max(...). SQLite takes upper and lower case for
/// equal; names that are taken get a number.
std::vector<std::string> view_names(const std::vector<StoredColumn>& columns) {
    std::set<std::string> taken{"id", "equals", "on_front"};
    std::vector<std::string> names;
    for (const auto& column : columns) {
        const bool objective = column.kind == "objective";
        const auto name = objective ? fmt::format("{}({})", column.maximize ? "max" : "min", column.name) : column.name;
        auto unique = name;
        const auto lower = [&] {
            std::string text = unique;
            std::transform(text.begin(), text.end(), text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
            return text;
        };
        for (int number = 2; !taken.insert(lower()).second; ++number) unique = fmt::format("{} ({})", name, number);
        names.push_back(unique);
    }
    return names;
}

/// `extra` is shown beside the id.
SchemaObject view_of(const std::string& name, const std::string& which, const std::string& extra,
                     const std::vector<StoredColumn>& columns) {
    auto sql = fmt::format("CREATE VIEW {} AS SELECT\n  id,\n  {}", name, extra);
    const auto names = view_names(columns);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto value = columns[i].texts.empty()
                               ? fmt::format("v{}", i)
                               : fmt::format("(SELECT text FROM texts WHERE ordinal = {0} AND value = v{0})", i);
        sql += fmt::format(",\n  {} AS {}", value, quoted(names[i]));
    }
    return {"view", name, sql + fmt::format("\nFROM points WHERE {} ORDER BY id", which)};
}

} // namespace

std::vector<SchemaObject> schema_of(const std::vector<StoredColumn>& columns) {
    std::vector<SchemaObject> objects;
    const auto table = [&](const std::string& name, const std::string& rest) {
        objects.push_back({"table", name, fmt::format("CREATE TABLE {} {}", name, rest)});
    };
    table("meta", "(key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID");
    table("files", "(name TEXT PRIMARY KEY NOT NULL, text TEXT NOT NULL) WITHOUT ROWID");
    table("columns", "(ordinal INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, kind TEXT NOT NULL,\n"
                     "  maximize INTEGER NOT NULL, reference REAL)");
    table("texts", "(ordinal INTEGER NOT NULL, value INTEGER NOT NULL, text TEXT NOT NULL,\n"
                   "  PRIMARY KEY (ordinal, value)) WITHOUT ROWID");
    std::string values;
    for (std::size_t i = 0; i < columns.size(); ++i) values += fmt::format(",\n  v{} NUMERIC", i);
    table("points", "(id INTEGER PRIMARY KEY, on_front INTEGER NOT NULL, in_sample INTEGER NOT NULL,\n"
                    "  equals INTEGER NOT NULL" +
                        values + ")");
    table("counts", "(status TEXT PRIMARY KEY NOT NULL, points INTEGER NOT NULL) WITHOUT ROWID");
    table("chunks", "(first INTEGER PRIMARY KEY, last INTEGER NOT NULL)");
    table("sources", "(source INTEGER PRIMARY KEY, shard_index INTEGER NOT NULL, shard_count INTEGER NOT NULL,\n"
                     "  results TEXT NOT NULL)");
    table("source_chunks", "(source INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,\n"
                           "  PRIMARY KEY (source, first)) WITHOUT ROWID");
    table("search_state", "(part INTEGER PRIMARY KEY, state BLOB NOT NULL)");
    objects.push_back(view_of("front", "on_front", "equals", columns));
    objects.push_back(view_of("sample", "in_sample", "on_front", columns));
    return objects;
}

} // namespace fracbit::explorer
