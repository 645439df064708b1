// The columns of a table, found by name in any order and in any of their known spellings, and typed access to a row.
#pragma once

#include "models/network/csv_table.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace fracbit::models {

/// "IFMAP_Height", " Ifmap  height" -> "ifmap height": lower case, words joined by one space.
std::string normalised(const std::string& column_name);

struct CsvColumn {
    std::string name;                   ///< as documented; also its first spelling
    bool required = false;              ///< in the header, and not empty in any row
    std::vector<std::string> spellings; ///< further ones; compared after `normalised`
};

class CsvColumns {
public:
    /// Throws FormatError: a required column is missing, a column is there twice, a name is not known. `known` says
    /// what the columns belong to ("the columns of a network table"). Columns without a name are allowed as long as
    /// they are empty.
    CsvColumns(const CsvTable& table, std::vector<CsvColumn> columns, std::string known);

    [[nodiscard]] const CsvTable& table() const { return table_; }
    [[nodiscard]] bool has(const std::string& name) const { return index_.count(name) > 0; }
    [[nodiscard]] std::size_t index(const std::string& name) const { return index_.at(name); }
    /// Throws FormatError: the row lacks the field of a required column (or of any column, if `exact`), or has text
    /// under a column without a name.
    void check_row(const CsvRow& row, bool exact) const;

private:
    void place(std::size_t position);
    [[nodiscard]] const CsvColumn* find(const std::string& spelling) const;
    [[nodiscard]] std::string spellings_of(const CsvColumn& column) const;

    const CsvTable& table_;
    std::vector<CsvColumn> columns_;
    std::string known_;
    std::map<std::string, std::size_t> index_; ///< column name -> position in the header
};

/// One row, by column name. An absent column or field reads as empty.
class CsvRecord {
public:
    CsvRecord(const CsvColumns& columns, const CsvRow& row) : columns_(columns), row_(row) {}

    [[nodiscard]] std::string text(const std::string& column) const;
    [[nodiscard]] bool empty(const std::string& column) const { return text(column).empty(); }
    /// A whole number in [least, 2^31]; throws FormatError.
    [[nodiscard]] std::int64_t integer(const std::string& column, std::int64_t least = 1) const;
    [[nodiscard]] std::int64_t integer_or(const std::string& column, std::int64_t otherwise) const;
    /// "3" for both or "3x5" for height x width, each in [least, 2^31]; throws FormatError.
    [[nodiscard]] std::pair<std::int64_t, std::int64_t> pair(const std::string& column, std::int64_t least = 1) const;
    /// An error at the column's field (or at the row's end).
    [[nodiscard]] FormatError error(const std::string& column, const std::string& message) const;
    [[nodiscard]] std::int64_t line() const { return row_.line; }

private:
    const CsvColumns& columns_;
    const CsvRow& row_;
};

} // namespace fracbit::models
