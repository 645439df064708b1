// A technology as a file.
#pragma once

#include "models/cost/technology.hpp"

namespace fracbit::models {

/// Reads back (parse_technology) as the same numbers with the same qualities and sources; has no base.
std::string to_toml(const Technology& technology);

} // namespace fracbit::models
