// Results of an exploration in one SQLite file (docs/store.md has the schema). A run adds finished pieces of work;
// whatever kills it, the file holds whole pieces, and the next run goes on from there.
#pragma once

#include "explorer/evaluation/evaluator.hpp"
#include "explorer/front/pareto_front.hpp"
#include "explorer/front/point_sample.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fracbit::explorer {

inline constexpr std::int64_t store_format_version = 1;

struct Shard {
    std::int64_t index = 0, count = 1;
    friend bool operator==(const Shard&, const Shard&) = default;
};

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
    std::string name, unit, kind; ///< kind: "parameter", "metric", "objective"
    bool maximize = false;        ///< objectives
    std::optional<double> reference;
    std::vector<std::string> texts; ///< values are indices into these texts, if not empty
    friend bool operator==(const StoredColumn&, const StoredColumn&) = default;
};

/// Written when a store is made, never changed.
struct StoreHeader {
    std::string program_version, space_name, space_hash;
    SpaceFiles files;
    SearchPlan plan;
    Shard shard;
    std::vector<StoredColumn> columns; ///< in the order of FrontMember::values
};

/// Sums over finished pieces of work.
struct StoreCounts {
    std::array<std::int64_t, point_status_count> points{}; ///< by PointStatus
    double seconds = 0;                                    ///< of work, all runs
    [[nodiscard]] std::int64_t total() const;
    StoreCounts& operator+=(const StoreCounts& other);
};

struct StoreContents {
    StoreHeader header;
    StoreCounts counts;
    std::vector<std::int64_t> done; ///< finished chunks, ascending
    std::vector<FrontMember> front;
    std::vector<SamplePoint> sample;
    std::string search_state;            ///< what a search goes on from
    [[nodiscard]] bool complete() const; ///< all chunks of its shard
};

class ResultStore {
public:
    /// Makes the file, or opens one that was made with an equal header to go on with it. Throws ConfigError that says
    /// what differs (another space, another search, another shard), FormatError for files that are no store, damaged,
    /// or of a newer version: nothing is changed then. One process at a time: a second gets a ConfigError.
    static ResultStore open(const std::string& path, const StoreHeader& header);
    ~ResultStore();
    ResultStore(ResultStore&&) noexcept;
    ResultStore& operator=(ResultStore&&) noexcept;
    /// All of it; what a run goes on from.
    [[nodiscard]] StoreContents contents() const;
    /// One transaction: chunks that are finished now, and everything found up to them. Throws IoError (full disk); the
    /// file then is as before.
    void commit(const std::vector<std::int64_t>& done, const StoreCounts& counts, const std::vector<FrontMember>& front,
                const std::vector<SamplePoint>& sample, const std::string& search_state = {});

private:
    struct Connection;
    explicit ResultStore(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

/// Reads a store without changing it, also while a run writes to it. Throws MissingFileError, FormatError.
StoreContents read_store(const std::string& path);

struct MergeSummary {
    std::int64_t stores = 0, chunks = 0, of_chunks = 0;
    bool complete = false; ///< no gaps
    StoreContents contents;
};

/// Joins shards of one exploration into a new file at `out`, or into one that is there (idempotent: stores that it
/// already holds change nothing). Throws ConfigError naming the files: another space or search, chunks that two stores
/// both hold with different results; `out` is then not changed. Gaps are no error: they are told.
MergeSummary merge_stores(const std::vector<std::string>& inputs, const std::string& out);

} // namespace fracbit::explorer
