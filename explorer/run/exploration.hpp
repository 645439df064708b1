// An exploration from start to end: points are chosen, evaluated on all cores, and what is found goes to a store piece
// by piece. The same space and plan give the same front, whatever the number of threads, shards and interruptions.
#pragma once

#include "explorer/store/result_store.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace fracbit::explorer {

struct ExplorationProgress {
    std::int64_t chunks = 0, of_chunks = 0; ///< finished; of this shard
    std::int64_t points = 0;                ///< evaluated in all runs; those that conditions exclude do not count
    std::int64_t feasible = 0, front = 0;
    double points_per_second = 0; ///< of this run
    double seconds_left = 0;      ///< 0: not known yet
};

struct ExplorationOptions {
    std::string method = "exhaustive"; ///< exhaustive, random, nsga2
    std::int64_t evaluations = 0;      ///< random, nsga2: points to evaluate
    std::int64_t population = 200;     ///< nsga2
    std::uint64_t seed = 1;
    std::int64_t sample = 2000; ///< feasible points that are kept beside the front
    Shard shard;
    int threads = 0;                                          ///< 0: all cores
    std::string store;                                        ///< file; empty: results stay in memory
    double seconds_to_commit = 1;                             ///< between two transactions
    std::function<void(const ExplorationProgress&)> progress; ///< from one thread, a few times a second
    std::function<bool()> cancelled;                          ///< from any thread
};

struct Exploration {
    StoreContents contents;
    bool cancelled = false; ///< before it was complete; a store goes on from there
};

/// Throws ConfigError for a plan that is not possible (no evaluations, a population that nsga2 cannot use, a shard that
/// does not exist, more shards than pieces of work are allowed), what ResultStore and Evaluator throw.
Exploration explore(const std::shared_ptr<const DesignSpace>& space, const ExplorationOptions& options);

} // namespace fracbit::explorer
