#include "models/results/text_table.hpp"

#include "models/core/utf8.hpp"

#include <algorithm>
#include <cstdint>

namespace fracbit::models {
namespace {

constexpr std::size_t gap = 2;

/// Characters, not bytes: columns of a terminal.
std::size_t shown_width(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return !continues_character(c); }));
}

std::string first_characters(const std::string& text, std::size_t count) {
    std::size_t end = 0;
    for (; end < text.size() && (count > 0 || continues_character(text[end])); ++end)
        if (!continues_character(text[end])) --count;
    return text.substr(0, end);
}

std::size_t line_width(const std::vector<std::size_t>& widths, const std::vector<bool>& shown) {
    std::size_t sum = 0;
    for (std::size_t c = 0; c < widths.size(); ++c)
        if (shown[c]) sum += widths[c] + (c == 0 ? 0 : gap);
    return sum;
}

std::string cut(const std::string& text, std::size_t width) {
    if (shown_width(text) <= width) return text;
    return width <= 2 ? first_characters(text, width) : first_characters(text, width - 2) + "..";
}

std::string padded(const std::string& text, std::size_t width, bool left) {
    const std::string fill(width - std::min(width, shown_width(text)), ' ');
    return left ? text + fill : fill + text;
}

} // namespace

std::vector<std::size_t> TextTable::widths() const {
    std::vector<std::size_t> widths;
    for (const Column& column : columns_) widths.push_back(shown_width(column.title));
    for (const auto& row : rows_)
        for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], shown_width(row[c]));
    return widths;
}

std::string TextTable::text(int width) const {
    const auto limit = static_cast<std::size_t>(std::max(width, 10));
    std::vector<std::size_t> columns = widths();
    std::vector<bool> shown(columns_.size(), true);
    while (line_width(columns, shown) > limit) {
        std::size_t least = 0;
        for (std::size_t c = 1; c < columns_.size(); ++c)
            if (shown[c] && (least == 0 || columns_[c].importance <= columns_[least].importance)) least = c;
        if (least == 0) break;
        shown[least] = false;
    }
    const std::size_t wide = line_width(columns, shown);
    if (wide > limit) columns[0] -= std::min(columns[0], wide - limit);

    std::string text;
    const auto add_line = [&](const auto& cell) {
        std::string line;
        for (std::size_t c = 0; c < columns_.size(); ++c)
            if (shown[c])
                line += (c == 0 ? "" : std::string(gap, ' ')) +
                        padded(cut(cell(c), columns[c]), columns[c], columns_[c].left);
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + "\n";
    };
    add_line([&](std::size_t c) { return columns_[c].title; });
    const std::string across(line_width(columns, shown), '-');
    text += across + "\n";
    for (const auto& row : rows_) {
        if (row.empty())
            text += across + "\n";
        else
            add_line([&](std::size_t c) { return row[c]; });
    }
    return text;
}

} // namespace fracbit::models
