#include "models/network/csv_columns.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr std::int64_t largest_integer = std::int64_t{1} << 31;

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::string found(const std::string& text) { return text.empty() ? "empty" : in_quotes(text); }

std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "'" : ", '") + name + "'";
    return text;
}

} // namespace

std::string normalised(const std::string& column_name) {
    std::string words;
    for (const char c : column_name) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0)
            words += static_cast<char>(std::tolower(byte));
        else if (!words.empty() && words.back() != ' ')
            words += ' ';
    }
    if (!words.empty() && words.back() == ' ') words.pop_back();
    return words;
}

CsvColumns::CsvColumns(const CsvTable& table, std::vector<CsvColumn> columns, std::string known)
    : table_(table), columns_(std::move(columns)), known_(std::move(known)) {
    for (std::size_t position = 0; position < table_.header.fields.size(); ++position) place(position);
    for (const CsvColumn& column : columns_)
        if (column.required && !has(column.name))
            throw table_.error(
                table_.header.line, table_.header.end_column,
                fmt::format("the column '{}' is missing; it may be written {}", column.name, spellings_of(column)));
}

void CsvColumns::place(std::size_t position) {
    const std::string& name = table_.header.fields[position].text;
    if (name.empty()) return;
    const CsvColumn* column = find(normalised(name));
    if (column == nullptr) {
        std::vector<std::string> names;
        for (const CsvColumn& each : columns_) names.push_back(each.name);
        throw table_.error_at(
            table_.header, position,
            fmt::format("the column {} is not known; {} are {}", in_quotes(name), known_, joined(names)));
    }
    if (!index_.emplace(column->name, position).second)
        throw table_.error_at(table_.header, position,
                              fmt::format("the column {} is there twice (both mean '{}'); keep one of them",
                                          in_quotes(name), column->name));
}

const CsvColumn* CsvColumns::find(const std::string& spelling) const {
    for (const CsvColumn& column : columns_) {
        if (normalised(column.name) == spelling) return &column;
        for (const std::string& other : column.spellings)
            if (normalised(other) == spelling) return &column;
    }
    return nullptr;
}

std::string CsvColumns::spellings_of(const CsvColumn& column) const {
    std::vector<std::string> names{column.name};
    names.insert(names.end(), column.spellings.begin(), column.spellings.end());
    return joined(names) + " (in any case)";
}

void CsvColumns::check_row(const CsvRow& row, bool exact) const {
    const auto& header = table_.header.fields;
    std::vector<std::string> missing;
    for (const CsvColumn& column : columns_)
        if (has(column.name) && index(column.name) >= row.fields.size() && (exact || column.required))
            missing.push_back(column.name);
    if (!missing.empty())
        throw table_.error(row.line, row.end_column,
                           fmt::format("the row ends after {} of {} fields; missing: {}", row.fields.size(),
                                       header.size(), joined(missing)));
    for (std::size_t i = 0; i < row.fields.size(); ++i)
        if (header[i].text.empty() && !row.fields[i].text.empty())
            throw table_.error_at(row, i,
                                  fmt::format("found {} under a column without a name; name the column or empty it",
                                              in_quotes(row.fields[i].text)));
}

std::string CsvRecord::text(const std::string& column) const {
    if (!columns_.has(column)) return "";
    const std::size_t i = columns_.index(column);
    return i < row_.fields.size() ? row_.fields[i].text : "";
}

std::int64_t CsvRecord::integer(const std::string& column, std::int64_t least) const {
    const auto value = whole_number(text(column));
    if (value && *value >= least && *value <= largest_integer) return *value;
    throw error(column, fmt::format("'{}' is {}; allowed is a whole number from {} to {}", column, found(text(column)),
                                    least, largest_integer));
}

std::int64_t CsvRecord::integer_or(const std::string& column, std::int64_t otherwise) const {
    return empty(column) ? otherwise : integer(column);
}

std::pair<std::int64_t, std::int64_t> CsvRecord::pair(const std::string& column, std::int64_t least) const {
    const std::string all = text(column);
    const auto cross = all.find('x');
    const auto height = whole_number(std::string_view(all).substr(0, cross));
    const auto width = cross == std::string::npos ? height : whole_number(std::string_view(all).substr(cross + 1));
    if (height && width && std::min(*height, *width) >= least && std::max(*height, *width) <= largest_integer)
        return {*height, *width};
    throw error(column, fmt::format("'{}' is {}; allowed is a whole number from {} to {}, or HEIGHTxWIDTH such as 3x5",
                                    column, found(all), least, largest_integer));
}

FormatError CsvRecord::error(const std::string& column, const std::string& message) const {
    if (!columns_.has(column)) return columns_.table().error(row_.line, row_.end_column, message);
    return columns_.table().error_at(row_, columns_.index(column), message);
}

} // namespace fracbit::models
