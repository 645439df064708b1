// All that a result store holds.
#pragma once

#include "explorer/evaluation/evaluator.hpp"
#include "explorer/front/pareto_front.hpp"
#include "explorer/front/point_sample.hpp"
#include "explorer/store/chunk_ranges.hpp"
#include "explorer/store/store_header.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::explorer {

/// Sums over finished pieces of work.
struct StoreCounts {
    std::array<std::int64_t, point_status_count> points{}; ///< by PointStatus
    double seconds = 0;                                    ///< of work, all runs
    [[nodiscard]] std::int64_t total() const;
    [[nodiscard]] std::int64_t evaluated() const; ///< all but those that conditions exclude
    StoreCounts& operator+=(const StoreCounts& other);
    friend bool operator==(const StoreCounts&, const StoreCounts&) = default;
};

/// A store that a merged store was made of.
struct StoreSource {
    Shard shard;
    ChunkRanges chunks;        ///< what it had finished
    std::uint64_t results = 0; ///< digest of its results
    friend bool operator==(const StoreSource&, const StoreSource&) = default;
};

struct StoreContents {
    StoreHeader header;
    StoreCounts counts;
    std::vector<std::int64_t> done; ///< finished chunks, ascending
    std::vector<FrontMember> front; ///< by id
    std::vector<SamplePoint> sample;
    std::string search_state;            ///< what a search goes on from
    std::vector<StoreSource> sources;    ///< of a merged store
    [[nodiscard]] bool complete() const; ///< all chunks of its shard
};

} // namespace fracbit::explorer
