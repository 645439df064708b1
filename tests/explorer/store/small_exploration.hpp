// An exploration without a space: points that a hash makes up, and what a store must hold after some chunks of it.
#pragma once

#include "explorer/store/result_store.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::tests {

class SmallExploration {
public:
    explicit SmallExploration(std::uint64_t seed = 1, std::int64_t chunks = 12, std::int64_t points_per_chunk = 40);

    /// Two parameters (one of texts), two metrics (one NaN now and then), two objectives (one maximised); many ties.
    [[nodiscard]] explorer::StoreHeader header(explorer::Shard shard = {}) const;
    /// Chunks of a shard, ascending.
    [[nodiscard]] std::vector<std::int64_t> chunks(explorer::Shard shard = {}) const;
    /// What one process that did these chunks has in its store.
    [[nodiscard]] explorer::StoreContents after(const std::vector<std::int64_t>& chunks,
                                                explorer::Shard shard = {}) const;
    /// Does further chunks in a store, in one commit.
    void go_on(explorer::ResultStore& store, const std::vector<std::int64_t>& chunks) const;
    /// A store in which these chunks were done, each with a commit of its own.
    void make(const std::string& path, const std::vector<std::int64_t>& chunks, explorer::Shard shard = {}) const;
    /// All chunks of the shard.
    void make_all(const std::string& path, explorer::Shard shard = {}) const { make(path, chunks(shard), shard); }

private:
    std::uint64_t seed_;
    std::int64_t chunks_, points_per_chunk_;
};

/// Every bit of it as text, one line an item; sources only if asked for.
std::string dump(const explorer::StoreContents& contents, bool with_sources = true);

std::string bytes_of(const std::string& path);

} // namespace fracbit::tests
