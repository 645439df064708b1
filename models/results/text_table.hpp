// A table for a terminal: columns that do not fit are left out, the least important first; lines are never wrapped.
#pragma once

#include <string>
#include <vector>

namespace fracbit::models {

class TextTable {
public:
    struct Column {
        std::string title;
        int importance = 1; ///< lower goes first; the first column always stays
        bool left = false;  ///< text; numbers stand right
    };

    explicit TextTable(std::vector<Column> columns) : columns_(std::move(columns)) {}
    /// One cell per column.
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    /// A line across the table.
    void rule() { rows_.emplace_back(); }
    /// At most `width` characters a line: first columns go, then the first column's cells are cut short with "..".
    [[nodiscard]] std::string text(int width) const;

private:
    [[nodiscard]] std::vector<std::size_t> widths() const;

    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace fracbit::models
