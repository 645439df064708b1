#include "models/cost/quality.hpp"

#include <algorithm>

namespace fracbit::models {

const std::vector<std::string>& quality_names() {
    static const std::vector<std::string> names = {"published", "derived", "scaled", "estimated"};
    return names;
}

const char* to_string(Quality quality) { return quality_names()[static_cast<std::size_t>(quality)].c_str(); }

const char* mark_of(Quality quality) {
    if (quality == Quality::scaled) return "s";
    return quality == Quality::estimated ? "e" : " ";
}

std::optional<Quality> quality_from(const std::string& text) {
    const auto& names = quality_names();
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) return std::nullopt;
    return static_cast<Quality>(found - names.begin());
}

} // namespace fracbit::models
