// Step one of reading a technology: a TOML text as a flat list of numbers, each with its source and quality as given,
// and with the places of all of them.
#pragma once

#include "models/core/error.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fracbit::models {

/// A line `name = {value = 1.5, quality = "published", source = "lib: ..."}` of a table. What is missing or has another
/// type is empty here and a problem of the document.
struct TechnologyEntry {
    std::string table, name;
    FileLocation where;
    std::optional<double> value;
    std::string quality, source;
};

struct TechnologyProblem {
    FileLocation where;
    std::string text;
};

struct TechnologyDocument {
    std::optional<std::int64_t> format_version;
    FileLocation format_version_where;
    std::string name, process, base;
    FileLocation name_where, base_where;
    std::vector<std::pair<std::string, std::string>> citations; ///< [sources]
    std::vector<TechnologyEntry> entries;
    std::vector<std::pair<std::string, FileLocation>> tables; ///< all but [sources]
    std::vector<TechnologyProblem> problems;                  ///< of form, found on the way
};

/// Throws FormatError (line, column) when the text is not TOML.
TechnologyDocument read_technology_entries(const std::string& text, const std::string& file);

} // namespace fracbit::models
