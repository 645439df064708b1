// Every key of an architecture file, once: the parser, the checks, `--set`, `to_toml` and the help read this list.
#pragma once

#include "models/config/architecture.hpp"
#include "models/config/key_rule.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::models {

struct ArchitectureKey {
    KeyRule rule;
    std::string alternative; ///< path of the key that says the same in another unit; only one of them may be given
    std::function<std::optional<KeyValue>(const Architecture&)> get; ///< nothing: not set
    std::function<void(Architecture&, const KeyValue&)> set;         ///< takes an allowed value; clears the alternative
};

/// In the order of the tables of the file. To add a key, add it here and to architecture.hpp.
const std::vector<ArchitectureKey>& architecture_keys();

/// The key of this path ("memory.latency_ns"), or null.
const ArchitectureKey* find_architecture_key(const std::string& path);

/// "table.name" of all keys, for suggestions.
std::vector<std::string> architecture_key_paths();

/// A table for people, one key a line: key, unit, default, allowed values, meaning.
std::string describe_architecture_keys();

} // namespace fracbit::models
