#include "explorer/store/line_difference.hpp"

#include "models/core/one_line.hpp"
#include "models/core/utf8.hpp"

#include <cstddef>
#include <sstream>
#include <vector>

namespace fracbit::explorer {
namespace {

constexpr std::size_t shown_characters = 80;

struct Line {
    std::int64_t number = 0;
    std::string text;
};

std::vector<Line> lines_that_count(const std::string& text) {
    std::vector<Line> lines;
    std::istringstream in(text);
    std::int64_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        line = models::in_one_line(line);
        if (!line.empty() && line.front() != '#') lines.push_back({number, line});
    }
    return lines;
}

/// Cut between characters of UTF-8, never in one.
std::string shown(const std::string& line) {
    if (line.size() <= shown_characters) return "'" + line + "'";
    std::size_t end = shown_characters;
    while (end > 0 && models::continues_character(line[end])) --end;
    return "'" + line.substr(0, end) + "...'";
}

} // namespace

std::optional<LineDifference> first_difference(const std::string& found, const std::string& expected) {
    const std::vector<Line> ours = lines_that_count(found), theirs = lines_that_count(expected);
    for (std::size_t i = 0; i < ours.size() || i < theirs.size(); ++i) {
        if (i < ours.size() && i < theirs.size() && ours[i].text == theirs[i].text) continue;
        return LineDifference{i < theirs.size() ? theirs[i].number : ours[i].number,
                              i < ours.size() ? shown(ours[i].text) : "no such line",
                              i < theirs.size() ? shown(theirs[i].text) : "no such line"};
    }
    return std::nullopt;
}

} // namespace fracbit::explorer
