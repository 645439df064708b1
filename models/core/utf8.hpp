// Characters of text in UTF-8.
#pragma once

namespace fracbit::models {

/// Whether a byte goes on with the character before it: text may not be cut there.
constexpr bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

} // namespace fracbit::models
