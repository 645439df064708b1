// Step one of reading a configuration: a TOML text as a flat list of keys with their places, in the file's order.
#pragma once

#include "models/config/key_rule.hpp"
#include "models/core/error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fracbit::models {

struct TomlEntry {
    std::string table; ///< empty: top level
    std::string name;
    FileLocation where;            ///< of the key
    std::optional<KeyValue> value; ///< nothing for arrays, dates and nested tables
    std::string type;              ///< "an integer", "an array", ...
};

struct TomlTable {
    std::string name;
    FileLocation where;
};

struct TomlDocument {
    std::vector<TomlTable> tables;
    std::vector<TomlEntry> entries;
};

/// `file` stands for the file in messages. Throws FormatError (line, column) when the text is not TOML.
TomlDocument read_toml_entries(const std::string& text, const std::string& file);

} // namespace fracbit::models
