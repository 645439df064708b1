// Shards of one exploration become one store.
#pragma once

#include "explorer/store/store_contents.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::explorer {

/// A shard that is not or not wholly there.
struct MissingShard {
    Shard shard;
    std::int64_t done = 0, chunks = 0; ///< of this shard
    friend bool operator==(const MissingShard&, const MissingShard&) = default;
};

struct MergeSummary {
    std::int64_t stores = 0;  ///< what was given, each file once, and the old output if there was one
    std::int64_t already = 0; ///< of them, those that another one holds
    bool changed = false;     ///< whether `out` was written
    std::int64_t chunks = 0, of_chunks = 0;
    bool complete = false; ///< no gaps
    ChunkRanges gaps;
    std::vector<MissingShard> missing; ///< gaps by shard; as shard 0/1 if the stores are of different divisions
    StoreContents contents;            ///< of `out`; its shard is 0/1
};

/// Joins shards of one exploration into a new file at `out`, or into a merged store that is there (idempotent: stores
/// that it already holds change nothing). What comes out equals the store of one process that did all of their chunks.
/// Shards may be unfinished; once they have gone on, merging all of them again replaces what was there. Throws
/// ConfigError naming the files: another program version, space or search (all differences of all files), stores that
/// share some chunks but not all, or share them with different results, an `out` that is a shard's own store; `out` is
/// then not changed. Gaps are no error: they are told.
MergeSummary merge_stores(const std::vector<std::string>& inputs, const std::string& out);

} // namespace fracbit::explorer
