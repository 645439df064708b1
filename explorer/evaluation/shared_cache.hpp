// Results that threads share: each is made once, by the thread that asks first, while the others wait for it. The least
// recently used ones are dropped when there are too many bytes.
#pragma once

#include <cstdint>
#include <future>
#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <utility>
#include <vector>

namespace fracbit::explorer {

/// Key: ==, and hash() const. Value: bytes() const.
template <class Key, class Value>
class SharedCache {
public:
    /// `bytes` in all, an equal part for each of `shards`, which have a lock each.
    explicit SharedCache(std::int64_t bytes, int shards = 1)
        : shards_(static_cast<std::size_t>(shards)), most_(bytes / shards) {}

    /// `make` gives a Value; what it throws is thrown here, and nothing is kept.
    template <class Make>
    std::shared_ptr<const Value> get(const Key& key, Make&& make) {
        Shard& shard = shards_[key.hash() % shards_.size()];
        std::promise<Pointer> promise;
        {
            std::unique_lock lock(shard.mutex);
            if (const auto known = shard.entries.find(key); known != shard.entries.end()) {
                shard.used.splice(shard.used.begin(), shard.used, known->second.place);
                const std::shared_future<Pointer> result = known->second.result;
                lock.unlock();
                return result.get();
            }
            shard.used.push_front(key);
            shard.entries.emplace(key, Entry{promise.get_future().share(), shard.used.begin(), 0});
        }
        try {
            auto value = std::make_shared<const Value>(std::forward<Make>(make)());
            promise.set_value(value);
            keep(shard, key, value->bytes());
            return value;
        } catch (...) {
            promise.set_exception(std::current_exception());
            drop(shard, key);
            throw;
        }
    }

private:
    using Pointer = std::shared_ptr<const Value>;
    struct Hash {
        std::size_t operator()(const Key& key) const { return key.hash(); }
    };
    struct Entry {
        std::shared_future<Pointer> result;
        typename std::list<Key>::iterator place;
        std::int64_t bytes; ///< 0 while it is being made
    };
    struct Shard {
        std::mutex mutex;
        std::unordered_map<Key, Entry, Hash> entries;
        std::list<Key> used; ///< latest first
        std::int64_t bytes = 0;
    };
    static constexpr std::int64_t overhead = 2 * sizeof(Key) + 256;

    void keep(Shard& shard, const Key& key, std::int64_t bytes) {
        const std::lock_guard lock(shard.mutex);
        shard.entries.find(key)->second.bytes = bytes + overhead;
        shard.bytes += bytes + overhead;
        for (auto last = shard.used.end(); shard.bytes > most_ && last != shard.used.begin();) {
            --last;
            const auto entry = shard.entries.find(*last);
            if (entry->second.bytes == 0) continue;
            shard.bytes -= entry->second.bytes;
            shard.entries.erase(entry);
            last = shard.used.erase(last);
        }
    }
    void drop(Shard& shard, const Key& key) {
        const std::lock_guard lock(shard.mutex);
        const auto entry = shard.entries.find(key);
        shard.used.erase(entry->second.place);
        shard.entries.erase(entry);
    }

    std::vector<Shard> shards_;
    std::int64_t most_;
};

} // namespace fracbit::explorer
