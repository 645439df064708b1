#include "models/core/nearest_name.hpp"

#include <algorithm>
#include <cctype>
#include <limits>

namespace fracbit {
namespace {

std::string folded(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = c == '-' ? '_' : static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return result;
}

} // namespace

int edit_distance(std::string_view first, std::string_view second) {
    const std::string a = folded(first), b = folded(second);
    std::vector<std::vector<int>> distance(a.size() + 1, std::vector<int>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) distance[i][0] = static_cast<int>(i);
    for (std::size_t j = 0; j <= b.size(); ++j) distance[0][j] = static_cast<int>(j);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const int replaced = distance[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            int best = std::min({distance[i - 1][j] + 1, distance[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = std::min(best, distance[i - 2][j - 2] + 1);
            distance[i][j] = best;
        }
    }
    return distance[a.size()][b.size()];
}

std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& known) {
    // A user's text may be any length; the distance takes length times length.
    constexpr std::size_t longest_name = 100;
    if (name.size() > longest_name) return std::nullopt;
    std::optional<std::string> nearest;
    int smallest = std::numeric_limits<int>::max();
    for (const std::string& candidate : known) {
        const int distance = edit_distance(name, candidate);
        if (distance < smallest && 2 * distance < static_cast<int>(std::max(name.size(), candidate.size()))) {
            smallest = distance;
            nearest = candidate;
        }
    }
    return nearest;
}

std::string suggest_name(std::string_view name, const std::vector<std::string>& known) {
    if (const auto nearest = nearest_name(name, known)) return "did you mean '" + *nearest + "'?";
    std::string text = "allowed:";
    for (const std::string& candidate : known) text += (&candidate == known.data() ? " " : ", ") + candidate;
    return text;
}

} // namespace fracbit
