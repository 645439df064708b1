#include "explorer/run/exploration.hpp"

#include "explorer/search/chunked_search.hpp"
#include "explorer/search/evolution.hpp"
#include "explorer/search/journal.hpp"
#include "models/core/error.hpp"
#include "models/core/version.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

std::int64_t nsga2_generations(const DesignSpace& space, const ExplorationOptions& options) {
    if (options.population < 8 || options.population % 4 != 0)
        throw ConfigError(fmt::format("a population of {} is not possible for nsga2: use a multiple of 4, at least 8",
                                      options.population));
    if (options.evaluations < options.population)
        throw ConfigError(
            fmt::format("nsga2 evaluates whole generations, so {} evaluations are too few for a population "
                        "of {}: ask for {} or more, or for a smaller population",
                        options.evaluations, options.population, options.population));
    if (space.objectives().size() < 2)
        throw ConfigError(
            "nsga2 needs two objectives or more: with one, the best point is the front; use exhaustive or "
            "random");
    if (std::none_of(space.axes().begin(), space.axes().end(), [](const Axis& axis) { return axis.size > 1; }))
        throw ConfigError("nsga2 has nothing to vary: no parameter of the space has two values");
    if (options.shard.count > 1)
        throw ConfigError("nsga2 cannot be split into shards: each generation needs the one before it; give every "
                          "machine a search of its own, with a seed of its own");
    return options.evaluations / options.population;
}

SearchPlan plan_of(const Evaluator& evaluator, const ExplorationOptions& options) {
    SearchPlan plan;
    plan.method = options.method;
    plan.seed = options.seed;
    plan.sample = options.sample;
    if (options.method == "exhaustive") {
        plan.chunks = evaluator.chunks();
        return plan;
    }
    if (options.evaluations < 1)
        throw ConfigError(fmt::format("{} needs a number of points to evaluate, at least 1", options.method));
    plan.evaluations = options.evaluations;
    if (options.method == "random") {
        plan.evaluations = std::min(options.evaluations, evaluator.space().size());
        plan.chunks = RandomDraws(evaluator.space().size(), plan.evaluations, plan.seed).chunks();
    } else if (options.method == "nsga2") {
        plan.chunks = nsga2_generations(evaluator.space(), options);
        plan.population = options.population;
    } else {
        throw ConfigError(fmt::format("'{}' is no search: use exhaustive, random or nsga2", options.method));
    }
    return plan;
}

/// Before there is a list of them.
void check_chunks(const SearchPlan& plan) {
    if (plan.chunks > most_chunks)
        throw ConfigError(fmt::format(
            "{} pieces of work are too many: at most {} are possible; {}", plan.chunks, most_chunks,
            plan.method == "exhaustive"
                ? "leave values or parameters out, or use random or nsga2, which look at a part of the space"
                : "ask for fewer evaluations"));
}

/// Chunks are dealt to the shards one by one.
std::vector<std::int64_t> chunks_of(const SearchPlan& plan, const Shard& shard) {
    if (shard.count < 1 || shard.index < 0 || shard.index >= shard.count)
        throw ConfigError(
            fmt::format("shard {}/{} does not exist: use i/n with i from 0 to n - 1", shard.index, shard.count));
    std::vector<std::int64_t> chunks;
    for (std::int64_t chunk = shard.index; chunk < plan.chunks; chunk += shard.count) chunks.push_back(chunk);
    return chunks;
}

} // namespace

Exploration explore(const std::shared_ptr<const DesignSpace>& space, const ExplorationOptions& options) {
    const Evaluator evaluator(space, {}, options.cancelled);
    StoreContents before;
    before.header = {program_version(),           space->name(), space->hash(),         space->files(),
                     plan_of(evaluator, options), options.shard, stored_columns(*space)};
    const SearchPlan plan = before.header.plan;
    check_chunks(plan);
    std::vector<std::int64_t> chunks = chunks_of(plan, options.shard);
    const auto of_chunks = static_cast<std::int64_t>(chunks.size());
    std::optional<ResultStore> store;
    if (!options.store.empty()) {
        store = ResultStore::open(options.store, before.header);
        before = store->contents();
    }
    std::erase_if(
        chunks, [&](std::int64_t chunk) { return std::binary_search(before.done.begin(), before.done.end(), chunk); });
    Exploration result;
    const std::string state = before.search_state;
    Journal journal(options, std::move(before), std::move(store), of_chunks);
    if (plan.method == "nsga2")
        evolve(evaluator, plan, state, options.threads, journal);
    else
        run_chunks(evaluator, chunks, options.threads, journal,
                   plan.method == "random" ? RandomDraws(space->size(), plan.evaluations, plan.seed).run()
                                           : exhaustive_run());
    result.contents = journal.finish();
    result.cancelled = static_cast<std::int64_t>(result.contents.done.size()) < of_chunks;
    return result;
}

} // namespace fracbit::explorer
