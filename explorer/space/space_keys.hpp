// Everything that a design space can vary or fix, once: the reader, the page docs/design_spaces.md and interfaces use
// this list.
#pragma once

#include "explorer/space/design_space.hpp"
#include "models/config/key_rule.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::explorer {

struct SpaceKey {
    models::KeyRule rule;
    ParameterRole role = ParameterRole::architecture;
    std::string alternative; ///< path of the key that says the same in another unit; only one of them may be given
    std::function<std::optional<models::KeyValue>(const DesignPoint&)> get; ///< nothing: not set
    std::function<void(DesignPoint&, const models::KeyValue&)> set;         ///< takes an allowed value
};

/// Keys of an architecture file, then encoding.*, technology and network. To add a key, add it here and to DesignPoint.
const std::vector<SpaceKey>& space_keys();

/// The key of this path ("encoding.n_in"), or null.
const SpaceKey* find_space_key(const std::string& path);
std::vector<std::string> space_key_paths();

/// "memory", "encoding", ... in the order of the keys.
std::vector<std::string> space_key_tables();

/// "did you mean ...?" for a path that is no key; `others` are names that might be meant, too.
std::string suggest_space_key(const std::string& path, const std::vector<std::string>& others = {});

/// A table for people of the keys that are not an architecture's: key, unit, default, allowed values, meaning.
std::string describe_space_keys();

} // namespace fracbit::explorer
