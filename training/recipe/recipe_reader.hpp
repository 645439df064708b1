// A recipe's text as values by key, before they mean anything.
#pragma once

#include "models/config/key_rule.hpp"
#include "models/core/error.hpp"

#include <map>
#include <string>
#include <vector>

namespace fracbit::training {

/// An entry of [[layers]].
struct LayerRule {
    FileLocation where;
    std::vector<std::string> names;
    std::map<std::string, models::KeyValue> values; ///< by name: "n_in"
};

struct RawRecipe {
    std::map<std::string, models::KeyValue> values; ///< by path: "training.epochs"; defaults filled in
    std::vector<std::int64_t> decay_epochs;
    std::vector<LayerRule> layers;
};

/// Each value has its type and lies in its range. Throws FormatError with all problems, ConfigError for overrides.
RawRecipe read_raw_recipe(const std::string& text, const std::string& path, const std::vector<std::string>& overrides);

} // namespace fracbit::training
