#include "explorer/store/merge_stores.hpp"

#include "explorer/store/merge_choice.hpp"
#include "explorer/store/result_store.hpp"
#include "explorer/store/store_file.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <optional>

namespace fracbit::explorer {
namespace {

bool is_same_file(const std::string& a, const std::string& b) {
    std::error_code ignored;
    return a == b || std::filesystem::equivalent(a, b, ignored);
}

/// The old output first, then the inputs, each file once.
std::vector<LoadedStore> load(const std::vector<std::string>& inputs, const std::string& out, bool out_exists) {
    std::vector<std::string> paths;
    if (out_exists) paths.push_back(out);
    for (const auto& input : inputs)
        if (std::none_of(paths.begin(), paths.end(), [&](const auto& path) { return is_same_file(path, input); }))
            paths.push_back(input);
    std::vector<LoadedStore> stores;
    stores.reserve(paths.size());
    for (const auto& path : paths) stores.push_back(loaded_store(path, read_store(path)));
    return stores;
}

void check_output(const LoadedStore& out) {
    if (const auto& shard = out.contents.header.shard; !(shard == Shard{}))
        throw ConfigError(
            fmt::format("'{}' is the store of shard {}/{}, whose run could not go on in a merged one; give "
                        "another output",
                        out.path, shard.index, shard.count));
}

void check_kinship(const std::vector<LoadedStore>& stores) {
    std::string problems;
    for (const auto& store : stores) {
        const auto different = differences(store.contents.header, stores.front().contents.header, false);
        if (!different.empty()) problems += fmt::format("\n  '{}': {}", store.path, to_text(different));
    }
    if (!problems.empty())
        throw ConfigError(fmt::format("stores of different explorations cannot be merged; compared with '{}':{}",
                                      stores.front().path, problems));
}

StoreContents joined(const std::vector<LoadedStore>& stores, const std::vector<std::size_t>& chosen) {
    StoreContents whole;
    whole.header = stores.front().contents.header;
    whole.header.shard = {};
    ParetoFront front(count_objectives(whole.header.columns));
    PointSample sample(whole.header.plan.sample, whole.header.plan.seed);
    ChunkRanges done;
    for (const auto number : chosen) {
        const auto& [path, contents, sources] = stores[number];
        whole.counts += contents.counts;
        done = united(done, to_ranges(contents.done));
        for (const auto& member : contents.front) front.add(member.id, member.objectives, member.values, member.equals);
        for (const auto& point : contents.sample) sample.add(point.id, point.values);
        whole.sources.insert(whole.sources.end(), sources.begin(), sources.end());
        if (chosen.size() == 1) whole.search_state = contents.search_state;
    }
    whole.done = to_chunks(done);
    whole.front = front.members();
    whole.sample = sample.points();
    return whole;
}

/// What was left out because others hold it must not know better: a member that the whole front lacks.
void check_left_out(const LoadedStore& store, const StoreContents& whole) {
    ParetoFront front(count_objectives(whole.header.columns));
    const auto add = [&](const std::vector<FrontMember>& members) {
        for (const auto& member : members) front.add(member.id, member.objectives, member.values, member.equals);
    };
    add(whole.front);
    add(store.contents.front);
    const auto members = front.members();
    const auto equal_ids = [](const FrontMember& a, const FrontMember& b) { return a.id == b.id; };
    bool fits = std::equal(members.begin(), members.end(), whole.front.begin(), whole.front.end(), equal_ids);
    for (std::size_t status = 0; status < whole.counts.points.size(); ++status)
        fits = fits && store.contents.counts.points[status] <= whole.counts.points[status];
    if (!fits)
        throw ConfigError(
            fmt::format("'{}' has results that stores with the same chunks and more do not have: they are "
                        "not of one exploration; nothing was merged",
                        store.path));
}

/// Into how many shards the work is divided; 1 if that cannot be told. Stores without finished work are no sources.
std::int64_t division_of(const StoreContents& whole, const std::vector<LoadedStore>& stores) {
    std::vector<std::int64_t> counts;
    for (const auto& source : whole.sources) counts.push_back(source.shard.count);
    if (counts.empty())
        for (const auto& store : stores) counts.push_back(store.contents.header.shard.count);
    const bool one = std::all_of(counts.begin(), counts.end(), [&](auto count) { return count == counts.front(); });
    return one && !counts.empty() ? counts.front() : 1;
}

void tell_gaps(MergeSummary& summary, const std::vector<LoadedStore>& stores) {
    const auto& contents = summary.contents;
    const auto& done = contents.done;
    summary.chunks = static_cast<std::int64_t>(done.size());
    summary.of_chunks = contents.header.plan.chunks;
    summary.complete = contents.complete();
    std::int64_t next = 0;
    for (const auto& range : to_ranges(done)) {
        if (range.first > next) summary.gaps.push_back({next, range.first - 1});
        next = range.last + 1;
    }
    if (next < summary.of_chunks) summary.gaps.push_back({next, summary.of_chunks - 1});

    const std::int64_t division = division_of(contents, stores);
    std::vector<MissingShard> shards;
    for (std::int64_t index = 0; index < division; ++index)
        shards.push_back({{index, division}, 0, chunks_of({index, division}, summary.of_chunks)});
    for (const auto chunk : done) ++shards[static_cast<std::size_t>(chunk % division)].done;
    std::copy_if(shards.begin(), shards.end(), std::back_inserter(summary.missing),
                 [](const MissingShard& shard) { return shard.done < shard.chunks; });
}

} // namespace

MergeSummary merge_stores(const std::vector<std::string>& inputs, const std::string& out) {
    if (inputs.empty()) throw ConfigError("nothing to merge: give at least one result store");
    std::error_code ignored;
    const bool out_exists = std::filesystem::exists(out, ignored);
    std::optional<StoreLock> lock;
    if (out_exists) lock.emplace(out);

    const auto stores = load(inputs, out, out_exists);
    if (out_exists) check_output(stores.front());
    check_kinship(stores);
    const auto chosen = choose_stores(stores);

    MergeSummary summary;
    summary.stores = static_cast<std::int64_t>(stores.size());
    summary.already = summary.stores - static_cast<std::int64_t>(chosen.size());
    summary.contents = joined(stores, chosen);
    for (std::size_t i = 0; i < stores.size(); ++i)
        if (!std::binary_search(chosen.begin(), chosen.end(), i)) check_left_out(stores[i], summary.contents);

    const bool only_old = out_exists && (chosen.empty() || chosen == std::vector<std::size_t>{0});
    if (only_old) {
        summary.contents = stores.front().contents;
    } else if (out_exists) {
        replace_store_file(out, summary.contents);
    } else if (!make_store_file(out, summary.contents)) {
        throw ConfigError(fmt::format("'{}' was made by another process meanwhile; merge again", out));
    }
    summary.changed = !only_old;
    tell_gaps(summary, stores);
    return summary;
}

} // namespace fracbit::explorer
