#include "explorer/expression/symbols.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace fracbit::explorer {

int Symbols::add(const std::string& name, ValueType type, std::vector<std::string> choices) {
    if (find(name))
        throw ConfigError(
            fmt::format("'{}' is there already: every parameter and network needs a name of its own", name));
    for (const std::string& choice : choices) intern(choice);
    symbols_.push_back({name, type, slots(), std::move(choices)});
    return slots() - 1;
}

void Symbols::add_suggestion(const std::string& name) { suggestions_.push_back(name); }

const Symbol* Symbols::find(const std::string& name) const {
    const auto found = std::find_if(symbols_.begin(), symbols_.end(), [&](const Symbol& s) { return s.name == name; });
    return found == symbols_.end() ? nullptr : &*found;
}

std::vector<std::string> Symbols::names() const {
    std::vector<std::string> result;
    for (const Symbol& symbol : symbols_) result.push_back(symbol.name);
    return result;
}

std::vector<std::string> Symbols::suggestions() const {
    std::vector<std::string> result = names();
    for (const std::string& name : suggestions_)
        if (!find(name)) result.push_back(name);
    return result;
}

double Symbols::intern(const std::string& text) {
    if (const auto known = interned(text)) return *known;
    texts_.push_back(text);
    return static_cast<double>(texts_.size() - 1);
}

std::optional<double> Symbols::interned(const std::string& text) const {
    const auto found = std::find(texts_.begin(), texts_.end(), text);
    if (found == texts_.end()) return std::nullopt;
    return static_cast<double>(found - texts_.begin());
}

} // namespace fracbit::explorer
