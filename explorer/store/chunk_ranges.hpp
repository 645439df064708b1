// Sets of chunks (pieces of work, numbered from 0) as ranges.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::explorer {

struct ChunkRange {
    std::int64_t first = 0, last = 0; ///< both included
    friend bool operator==(const ChunkRange&, const ChunkRange&) = default;
};

/// Ascending, with a gap between any two.
using ChunkRanges = std::vector<ChunkRange>;

/// Of chunks in any order, some perhaps twice.
ChunkRanges to_ranges(std::vector<std::int64_t> chunks);
std::vector<std::int64_t> to_chunks(const ChunkRanges& ranges); ///< ascending
std::int64_t count(const ChunkRanges& ranges);
ChunkRanges united(const ChunkRanges& a, const ChunkRanges& b);
ChunkRanges common(const ChunkRanges& a, const ChunkRanges& b);
bool includes(const ChunkRanges& whole, const ChunkRanges& part);
/// "0-3, 7, 9-12", at most so many ranges, then ", ..."
std::string to_text(const ChunkRanges& ranges, std::size_t most = 8);

} // namespace fracbit::explorer
