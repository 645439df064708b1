#include "models/network/csv_table.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

// No reader thread: these files are small. The warning is about the parser's own strncpy.
#define CSV_IO_NO_THREAD
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpragmas"
#pragma GCC diagnostic ignored "-Wunknown-warning-option"
#pragma GCC diagnostic ignored "-Wstringop-truncation"
#include <csv.h>
#pragma GCC diagnostic pop

namespace fracbit::models {
namespace {

using Quoting = io::double_quote_escape<',', '"'>;
using Trimming = io::trim_chars<' ', '\t', '\r'>;

/// Well below the parser's 16 MiB per line, so that its limit cannot be met.
constexpr std::uintmax_t largest_file = (std::uintmax_t{1} << 24) - 16;

std::string read_text(const std::string& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored))
        throw MissingFileError(fmt::format("'{}' is a directory; a CSV file is needed", path));
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file) throw MissingFileError(fmt::format("cannot open '{}': {}", path, std::strerror(errno)));
    std::string text;
    std::array<char, 65536> chunk;
    while (text.size() <= largest_file && (file.read(chunk.data(), chunk.size()), file.gcount() > 0))
        text.append(chunk.data(), static_cast<std::size_t>(file.gcount()));
    if (file.bad()) throw MissingFileError(fmt::format("cannot read '{}': {}", path, std::strerror(errno)));
    if (text.size() > largest_file)
        throw FormatError(path, "it is larger than 16 MiB; a table of layers is far smaller");
    return text;
}

void refuse_nul(const std::string& path, const std::string& text) {
    const auto nul = std::find(text.begin(), text.end(), '\0');
    if (nul == text.end()) return;
    throw FormatError(path, FileLocation{std::count(text.begin(), nul, '\n') + 1, {}, {}, {}},
                      "found a NUL byte; a CSV file is text in UTF-8");
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(" \t\r");
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool is_comment(const std::string& text) { return !text.empty() && text.front() == '#'; }

/// Cuts a line into fields; the text is changed in place, as the parser's policies do it.
CsvRow split(const std::string& path, std::int64_t line, std::string text) {
    CsvRow row{line, static_cast<std::int64_t>(text.size()) + 1, {}};
    char* const start = text.data();
    for (char* at = start;;) {
        char* begin = at;
        char* end = nullptr;
        try {
            end = begin + (Quoting::find_next_column_end(begin) - begin);
        } catch (const io::error::escaped_string_not_closed&) {
            throw FormatError(path, FileLocation{line, begin - start + 1, {}, {}},
                              "a double quote is not closed on its line; close it or remove it");
        }
        const bool last = *end == '\0';
        at = end + 1;
        Trimming::trim(begin, end);
        const std::int64_t column = begin - start + 1;
        Quoting::unescape(begin, end);
        row.fields.push_back({std::string(begin, end), column});
        if (last) return row;
    }
}

void drop_trailing(CsvRow& row, std::size_t keep) {
    while (row.fields.size() > keep && row.fields.back().text.empty()) row.fields.pop_back();
}

/// No column of a table of layers is called like this.
void refuse_toml(const CsvTable& table, const CsvRow& header) {
    const std::string& first = header.fields.front().text;
    if (first.rfind('[', 0) != 0 && first.find('=') == std::string::npos) return;
    throw table.error_at(header, 0,
                         fmt::format("found {}: the file looks like TOML, as architectures are (option --arch); a "
                                     "network is a CSV table whose header names the columns",
                                     in_quotes(first)));
}

class TableReader {
public:
    explicit TableReader(const std::string& path) { table_.path = path; }

    CsvTable run(std::string text) {
        refuse_nul(table_.path, text);
        if (!text.empty() && text.back() != '\n') text += '\n'; // the parser looks one byte beyond a last open line
        io::LineReader lines(table_.path, text.data(), text.data() + text.size());
        while (const char* line = lines.next_line()) take(lines.get_file_line(), line);
        if (table_.header.fields.empty()) throw FormatError(table_.path, "it is empty; a header and rows are needed");
        if (table_.rows.empty())
            throw table_.error(table_.header.line, table_.header.end_column,
                               "there are no rows below the header; at least one is needed");
        return std::move(table_);
    }

private:
    void take(std::int64_t line, const std::string& text) {
        if (const std::string stripped = trimmed(text); is_comment(stripped)) {
            if (table_.header.fields.empty()) take_setting(line, stripped);
            return;
        }
        CsvRow row = split(table_.path, line, text);
        const std::size_t columns = table_.header.fields.size();
        drop_comment(row, columns);
        drop_trailing(row, columns);
        const bool empty =
            std::all_of(row.fields.begin(), row.fields.end(), [](const auto& f) { return f.text.empty(); });
        if (empty) return;
        if (columns == 0) {
            refuse_toml(table_, row);
            table_.header = std::move(row);
            return;
        }
        if (row.fields.size() > columns)
            throw table_.error_at(row, columns,
                                  fmt::format("found {} behind the last of the header's {} columns; remove it",
                                              in_quotes(row.fields[columns].text), columns));
        table_.rows.push_back(std::move(row));
    }

    void take_setting(std::int64_t line, const std::string& comment) {
        const auto equals = comment.find('=');
        if (equals == std::string::npos) return;
        table_.settings[trimmed(comment.substr(1, equals - 1))] = {trimmed(comment.substr(equals + 1)), line};
    }

    /// A comment may follow the last comma; in a field of a column it is that field's text.
    static void drop_comment(CsvRow& row, std::size_t columns) {
        if (columns == 0) return;
        for (std::size_t i = columns; i < row.fields.size(); ++i)
            if (is_comment(row.fields[i].text)) return row.fields.resize(i);
    }

    CsvTable table_;
};

} // namespace

FormatError CsvTable::error(std::int64_t line, std::int64_t column, const std::string& message) const {
    return {path, FileLocation{line, column, {}, {}}, message};
}

FormatError CsvTable::error_at(const CsvRow& row, std::size_t field, const std::string& message) const {
    return error(row.line, field < row.fields.size() ? row.fields[field].column : row.end_column, message);
}

CsvTable parse_csv_table(const std::string& text, const std::string& path) { return TableReader(path).run(text); }

CsvTable read_csv_table(const std::string& path) { return parse_csv_table(read_text(path), path); }

std::string in_quotes(const std::string& text) {
    constexpr std::size_t longest = 60;
    std::string shown = text.substr(0, longest);
    for (char& c : shown)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
    return "'" + shown + (text.size() > longest ? "...'" : "'");
}

} // namespace fracbit::models
