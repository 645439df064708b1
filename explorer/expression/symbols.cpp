#include "explorer/expression/symbols.hpp"

#include "models/core/error.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::explorer {

int Symbols::add(const std::string& name, ValueType type) {
    if (find(name))
        throw ConfigError(
            fmt::format("'{}' is there already: every parameter and network needs a name of its own", name));
    symbols_.push_back({name, type, slots()});
    return slots() - 1;
}

const Symbol* Symbols::find(const std::string& name) const {
    const auto found = std::find_if(symbols_.begin(), symbols_.end(), [&](const Symbol& s) { return s.name == name; });
    return found == symbols_.end() ? nullptr : &*found;
}

std::vector<std::string> Symbols::names() const {
    std::vector<std::string> result;
    for (const Symbol& symbol : symbols_) result.push_back(symbol.name);
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
