// Gzip in memory (RFC 1952): one member after another.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace fracbit::models {

/// Whether the bytes start as gzip data does.
bool is_gzip(std::span<const std::uint8_t> bytes);

/// Decompresses at most `limit` bytes and then stops, whatever follows. Throws FormatError with the offset in the
/// compressed file `path` (for the message) if the data is damaged, ends too early, or something else follows it.
std::vector<std::uint8_t> gunzip(std::span<const std::uint8_t> bytes, std::size_t limit, const std::string& path);

} // namespace fracbit::models
