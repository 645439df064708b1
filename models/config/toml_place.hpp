// Where a node stands in a TOML file.
#pragma once

#include "models/core/error.hpp"

#include <toml++/toml.h>

namespace fracbit::models {

inline FileLocation place(const toml::source_region& region) {
    FileLocation where;
    where.line = region.begin.line;
    where.column = region.begin.column;
    return where;
}

} // namespace fracbit::models
