#include "explorer/store/merge_choice.hpp"

#include "explorer/store/digest.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace fracbit::explorer {
namespace {

std::string name_of(const StoreSource& source) {
    return fmt::format("shard {}/{} (chunks {})", source.shard.index, source.shard.count, to_text(source.chunks, 4));
}

bool same(const StoreSource& a, const StoreSource& b) { return a.chunks == b.chunks; }
bool goes_on(const StoreSource& later, const StoreSource& earlier) {
    return !same(later, earlier) && includes(later.chunks, earlier.chunks);
}

class Choice {
public:
    explicit Choice(const std::vector<LoadedStore>& stores) : stores_(stores) {}

    std::vector<std::size_t> make() {
        check_equal_results();
        std::vector<std::size_t> stale;
        for (std::size_t i = 0; i < stores_.size(); ++i) (is_stale(stores_[i]) ? stale : fresh_).push_back(i);
        check_overlaps();
        for (const auto store : stale) check_replaced(stores_[store]);
        return without_doubles();
    }

private:
    /// Calls visit(store, source, other store, other source) for all pairs of different stores.
    template <class Visit>
    static void for_pairs(const std::vector<LoadedStore>& stores, const Visit& visit) {
        for (std::size_t i = 0; i < stores.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                for (const auto& a : stores[j].sources)
                    for (const auto& b : stores[i].sources) visit(stores[j], a, stores[i], b);
    }

    void check_equal_results() const {
        for_pairs(stores_, [](const auto& store, const auto& source, const auto& other, const auto& twin) {
            if (same(source, twin) && source.results != twin.results)
                throw ConfigError(
                    fmt::format("'{}' and '{}' both hold {}, with different results: one of them is not of "
                                "this exploration; nothing was merged",
                                store.path, other.path, name_of(source)));
        });
    }

    /// Some source of it has gone on in another store.
    bool is_stale(const LoadedStore& store) const {
        for (const auto& other : stores_)
            for (const auto& earlier : store.sources)
                for (const auto& later : other.sources)
                    if (&other != &store && goes_on(later, earlier)) return true;
        return false;
    }

    void check_overlaps() const {
        std::vector<LoadedStore> fresh;
        for (const auto store : fresh_) fresh.push_back({stores_[store].path, {}, stores_[store].sources});
        for_pairs(fresh, [](const auto& store, const auto& source, const auto& other, const auto& twin) {
            const auto both = common(source.chunks, twin.chunks);
            if (!same(source, twin) && !both.empty())
                throw ConfigError(
                    fmt::format("'{}' holds {} and '{}' holds {}: both have chunks {}, but not all the same, "
                                "and one's cannot be taken out of the other; merge stores of one division "
                                "into shards",
                                store.path, name_of(source), other.path, name_of(twin), to_text(both, 4)));
        });
    }

    void check_replaced(const LoadedStore& stale) const {
        for (const auto& source : stale.sources) {
            const bool held = std::any_of(fresh_.begin(), fresh_.end(), [&](std::size_t store) {
                const auto& sources = stores_[store].sources;
                return std::any_of(sources.begin(), sources.end(),
                                   [&](const StoreSource& other) { return includes(other.chunks, source.chunks); });
            });
            if (!held)
                throw ConfigError(
                    fmt::format("'{}' holds an earlier state of a shard that has gone on since, which cannot "
                                "be taken out of it, and {}, which is in no other store given: merge all "
                                "shards again, that one too",
                                stale.path, name_of(source)));
        }
    }

    /// The largest first, so that a merged store spares its parts.
    std::vector<std::size_t> without_doubles() const {
        auto order = fresh_;
        std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
            return stores_[a].contents.done.size() > stores_[b].contents.done.size();
        });
        ChunkRanges taken;
        std::vector<std::size_t> chosen;
        for (const auto number : order) {
            const auto& store = stores_[number];
            const auto chunks = to_ranges(store.contents.done);
            if (includes(taken, chunks)) continue;
            if (const auto both = common(taken, chunks); !both.empty())
                throw ConfigError(
                    fmt::format("'{}' was merged from some shards that are there already and some that are "
                                "not (chunks {} twice): merge the shards' own stores instead",
                                store.path, to_text(both, 4)));
            chosen.push_back(number);
            taken = united(taken, chunks);
        }
        std::sort(chosen.begin(), chosen.end());
        return chosen;
    }

    const std::vector<LoadedStore>& stores_;
    std::vector<std::size_t> fresh_;
};

} // namespace

LoadedStore loaded_store(const std::string& path, StoreContents contents) {
    LoadedStore store{path, std::move(contents), {}};
    if (!store.contents.sources.empty())
        store.sources = store.contents.sources;
    else if (!store.contents.done.empty())
        store.sources = {
            {store.contents.header.shard, to_ranges(store.contents.done), digest_of_results(store.contents)}};
    return store;
}

std::vector<std::size_t> choose_stores(const std::vector<LoadedStore>& stores) { return Choice(stores).make(); }

} // namespace fracbit::explorer
