#include "models/config/architecture.hpp"

#include "models/config/architecture_checks.hpp"
#include "models/config/architecture_keys.hpp"

#include "models/core/error.hpp"

#include <fmt/format.h>

namespace fracbit::models {

const char* to_string(ArrayMode mode) {
    static constexpr const char* names[] = {"add_sub", "xnor", "dense", "shift"};
    return names[static_cast<int>(mode)];
}

const char* to_string(LoopOrder order) {
    static constexpr const char* names[] = {"positions", "spill"};
    return names[static_cast<int>(order)];
}

void validate(const Architecture& architecture) {
    const auto problems = find_problems(architecture);
    if (problems.empty()) return;
    std::string text = fmt::format("architecture '{}':", architecture.name);
    for (const ArchitectureProblem& problem : problems) text += "\n  " + problem.text;
    throw ConfigError(text);
}

std::string to_toml(const Architecture& architecture) {
    const Architecture defaults;
    std::string text, table;
    for (const ArchitectureKey& key : architecture_keys()) {
        const auto value = key.get(architecture);
        const ArchitectureKey* other = find_architecture_key(key.alternative);
        // Of two keys that say the same, the one in GB/s or ns is set only when it was given, and then the other
        // follows.
        const bool has_default = key.get(defaults).has_value();
        const bool follows = other != nullptr && has_default && other->get(architecture);
        if (!value || follows) continue;
        if (key.rule.table != table) {
            table = key.rule.table;
            text += fmt::format("\n[{}]\n", table);
        }
        text += fmt::format("{} = {}\n", key.rule.name, toml_text(*value));
    }
    return text;
}

} // namespace fracbit::models
