// A number for what a space says, whatever its layout.
#pragma once

#include "explorer/space/design_space.hpp"

#include <string>

namespace fracbit::explorer {

/// All values of a space, a line each: parameters and what is fixed, layers, figures of technologies, rows of accuracy
/// tables, expressions.
std::string canonical_text(const DesignSpace& space);

/// 64 bits (FNV-1a, mixed) as 16 hexadecimal digits.
std::string text_hash(const std::string& text);

} // namespace fracbit::explorer
