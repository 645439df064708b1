// What a result store is of: program, space, search, shard, and what is kept of a point. Written when the store is
// made, never changed.
#pragma once

#include "explorer/space/design_space.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace fracbit::explorer {

/// Part `index` (from 0) of `count`: every count-th chunk, so that slow regions of a space are shared out.
struct Shard {
    std::int64_t index = 0, count = 1;
    friend bool operator==(const Shard&, const Shard&) = default;
};
inline bool holds(const Shard& shard, std::int64_t chunk) { return chunk % shard.count == shard.index; }
/// How many of `chunks` chunks it holds.
inline std::int64_t chunks_of(const Shard& shard, std::int64_t chunks) {
    return (chunks - shard.index + shard.count - 1) / shard.count;
}

/// How the points were chosen. Two stores can be joined, and a run can go on in a store, only if all of it is equal
/// (shards apart).
struct SearchPlan {
    std::string method = "exhaustive"; ///< exhaustive, random, nsga2
    std::uint64_t seed = 1;
    std::int64_t evaluations = 0; ///< asked for; exhaustive: all
    std::int64_t population = 0;  ///< nsga2
    std::int64_t chunks = 0;      ///< pieces of work of all shards; nsga2: generations
    std::int64_t sample = 0;      ///< points of the sample
    friend bool operator==(const SearchPlan&, const SearchPlan&) = default;
};

/// A column of what is stored of each point: a parameter, a metric or an objective.
struct StoredColumn {
    std::string name, unit, kind; ///< kind: "parameter", "metric", "note" (what a metric rests on), "objective"
    bool maximize = false;        ///< objectives
    std::optional<double> reference;
    std::vector<std::string> texts; ///< values are indices into these texts, if not empty
    friend bool operator==(const StoredColumn&, const StoredColumn&) = default;
};

inline constexpr std::int64_t most_chunks = 100'000'000;

struct StoreHeader {
    std::string program_version, space_name, space_hash;
    SpaceFiles files;
    SearchPlan plan;
    Shard shard;
    std::vector<StoredColumn> columns; ///< in the order of FrontMember::values
};

/// Throws ConfigError with all that is wrong: a shard outside 0 to count - 1, negative numbers, columns of unknown
/// kinds, none or more than 16 objectives, more columns (1,900) or chunks (10^8) than a store can have.
void check_header(const StoreHeader& header);

/// The front's objectives of a point: its values in columns of kind "objective", which stand there as users see them,
/// negated where they are maximised.
std::vector<double> objectives_of(const std::vector<StoredColumn>& columns, std::span<const double> values);
int count_objectives(const std::vector<StoredColumn>& columns);

/// An item in which two headers differ.
struct HeaderDifference {
    std::string item, found, expected;
    friend bool operator==(const HeaderDifference&, const HeaderDifference&) = default;
};

/// All of them, in a fixed order; empty if a run can go on in the store (shards compared) or two stores can be joined
/// (not compared). Where space hashes differ, the files whose texts differ are named; texts alone (comments, layout)
/// and the space's name are no difference.
/// Of two spaces: the first line of each file that differs; their columns are then left out.
std::vector<HeaderDifference> differences(const StoreHeader& found, const StoreHeader& expected, bool compare_shards);
/// "space_hash: found 1, expected 2; seed: found 3, expected 4"
std::string to_text(const std::vector<HeaderDifference>& differences);

} // namespace fracbit::explorer
