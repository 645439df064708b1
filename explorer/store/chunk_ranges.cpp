#include "explorer/store/chunk_ranges.hpp"

#include <algorithm>
#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

/// Ranges in order of their first chunks, joined where they touch.
ChunkRanges joined(const ChunkRanges& sorted) {
    ChunkRanges ranges;
    for (const auto& range : sorted) {
        if (!ranges.empty() && range.first <= ranges.back().last + 1)
            ranges.back().last = std::max(ranges.back().last, range.last);
        else
            ranges.push_back(range);
    }
    return ranges;
}

} // namespace

ChunkRanges to_ranges(std::vector<std::int64_t> chunks) {
    std::sort(chunks.begin(), chunks.end());
    ChunkRanges single;
    single.reserve(chunks.size());
    for (const auto chunk : chunks) single.push_back({chunk, chunk});
    return joined(single);
}

std::vector<std::int64_t> to_chunks(const ChunkRanges& ranges) {
    std::vector<std::int64_t> chunks;
    chunks.reserve(static_cast<std::size_t>(count(ranges)));
    for (const auto& range : ranges)
        for (auto chunk = range.first; chunk <= range.last; ++chunk) chunks.push_back(chunk);
    return chunks;
}

std::int64_t count(const ChunkRanges& ranges) {
    std::int64_t sum = 0;
    for (const auto& range : ranges) sum += range.last - range.first + 1;
    return sum;
}

ChunkRanges united(const ChunkRanges& a, const ChunkRanges& b) {
    ChunkRanges sorted(a.size() + b.size());
    std::merge(a.begin(), a.end(), b.begin(), b.end(), sorted.begin(),
               [](const ChunkRange& x, const ChunkRange& y) { return x.first < y.first; });
    return joined(sorted);
}

ChunkRanges common(const ChunkRanges& a, const ChunkRanges& b) {
    ChunkRanges ranges;
    for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
        const ChunkRange both{std::max(x->first, y->first), std::min(x->last, y->last)};
        if (both.first <= both.last) ranges.push_back(both);
        (x->last < y->last ? x : y)++;
    }
    return joined(ranges);
}

bool includes(const ChunkRanges& whole, const ChunkRanges& part) { return common(whole, part) == part; }

std::string to_text(const ChunkRanges& ranges, std::size_t most) {
    std::string text;
    for (std::size_t i = 0; i < ranges.size() && i <= most; ++i) {
        if (i != 0) text += ", ";
        if (i == most)
            text += "...";
        else if (ranges[i].first == ranges[i].last)
            text += fmt::format("{}", ranges[i].first);
        else
            text += fmt::format("{}-{}", ranges[i].first, ranges[i].last);
    }
    return text.empty() ? "none" : text;
}

} // namespace fracbit::explorer
