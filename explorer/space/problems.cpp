#include "explorer/space/problems.hpp"

#include <algorithm>
#include <tuple>

namespace fracbit::explorer {

std::string Problems::placed(const FileLocation& where, const std::string& text) const {
    return FormatError(file_, where, text).what();
}

std::vector<Problems::Problem> Problems::sorted() const {
    std::vector<Problem> problems = problems_;
    std::stable_sort(problems.begin(), problems.end(), [](const Problem& a, const Problem& b) {
        return std::tie(a.where.line, a.where.column) < std::tie(b.where.line, b.where.column);
    });
    return problems;
}

void Problems::throw_format_error() const {
    if (problems_.empty()) return;
    std::string text;
    for (const Problem& problem : sorted())
        text += text.empty() ? problem.text : "\n" + placed(problem.where, problem.text);
    throw FormatError(file_, sorted().front().where, text);
}

void Problems::throw_config_error() const {
    if (problems_.empty()) return;
    std::string text;
    for (const Problem& problem : sorted()) text += (text.empty() ? "" : "\n") + placed(problem.where, problem.text);
    throw ConfigError(text);
}

} // namespace fracbit::explorer
