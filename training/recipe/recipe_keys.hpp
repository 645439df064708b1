// Every key of a recipe, once: the reader, `--set` and the page docs/training.md use this list.
#pragma once

#include "models/config/key_rule.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fracbit::training {

struct RecipeKey {
    models::KeyRule rule;
    std::optional<models::KeyValue> fallback; ///< nothing: the key is required
};

/// In the order of the documentation. [[layers]] takes the keys of [weights], those of [activations] behind
/// `activation_prefix`, and `names`.
const std::vector<RecipeKey>& recipe_keys();
/// Null if there is none.
const RecipeKey* find_recipe_key(const std::string& path);
/// "weights", ... in order; the empty name, the top level, is one.
std::vector<std::string> recipe_tables();
/// Names of a table's keys; of the top level also its tables. "layers": what an entry of [[layers]] takes.
std::vector<std::string> recipe_names(const std::string& table);

/// training.decay_epochs, an array.
inline constexpr const char* decay_epochs_key = "decay_epochs";

inline constexpr const char* activation_prefix = "activation_";

/// A Markdown table: key, default, allowed, meaning.
std::string describe_recipe_keys();

} // namespace fracbit::training
