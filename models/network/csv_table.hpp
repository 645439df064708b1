// A small comma-separated table in memory: fields with their places, so that every complaint can name line and column.
// Accepts a UTF-8 byte order mark, CRLF line ends, double quotes, '#' comment lines, empty rows, trailing commas, and a
// '#' comment after a row's last comma. Lines and columns count from 1, columns in bytes.
#pragma once

#include "models/core/error.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fracbit::models {

struct CsvField {
    std::string text;        ///< trimmed, quotes removed
    std::int64_t column = 1; ///< where it starts
};

struct CsvRow {
    std::int64_t line = 1;
    std::int64_t end_column = 1; ///< just behind the line's last byte
    std::vector<CsvField> fields;
};

/// A comment line "# key = value" above the header.
struct CsvSetting {
    std::string value;
    std::int64_t line = 1;
};

struct CsvTable {
    std::string path;
    std::map<std::string, CsvSetting> settings;
    CsvRow header;            ///< trailing empty fields removed; empty names between others remain
    std::vector<CsvRow> rows; ///< never longer than the header, possibly shorter; rows of empty fields are left out

    [[nodiscard]] FormatError error(std::int64_t line, std::int64_t column, const std::string& message) const;
    /// An error at a field of a row, or at the row's end if it has no such field.
    [[nodiscard]] FormatError error_at(const CsvRow& row, std::size_t field, const std::string& message) const;
};

/// Throws MissingFileError (absent, a directory, unreadable) and FormatError (more than 16 MiB, NUL bytes, an open
/// quote, no header, no rows, a row with more fields than the header).
CsvTable read_csv_table(const std::string& path);
/// The same from text; `path` stands for the file in messages. FormatError alone.
CsvTable parse_csv_table(const std::string& text, const std::string& path);

/// In single quotes, shortened and without control characters: for showing a file's text in a message.
std::string in_quotes(const std::string& text);

} // namespace fracbit::models
