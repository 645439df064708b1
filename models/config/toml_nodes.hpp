// What a node of a TOML file holds.
#pragma once

#include "models/config/key_rule.hpp"

#include <optional>

#include <toml++/toml.h>

namespace fracbit::models {

/// "a table", "an array", "an integer", ...
const char* toml_type_name(const toml::node& node);

/// Nothing for arrays, tables, dates and times.
std::optional<KeyValue> toml_value(const toml::node& node);

} // namespace fracbit::models
