// Results of an exploration in one SQLite file (docs/store.md has the schema). A run adds finished pieces of work;
// whatever kills it, the file holds whole pieces, and the next run goes on from there.
#pragma once

#include "explorer/store/store_contents.hpp"
#include "models/core/error.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fracbit::explorer {

inline constexpr std::int64_t store_format_version = 1;
inline constexpr int store_patience_ms = 60'000;

/// Another program holds the store, and did not let go of it in time.
class LockedStoreError : public IoError {
public:
    using IoError::IoError;
};

class ResultStore {
public:
    /// Makes the file, or opens one that was made with an equal header to go on with it. Throws ConfigError with
    /// everything that differs (another program version, space, search, shard or column), FormatError for files that
    /// are no store, damaged, or of a newer version: nothing is changed then. One process at a time: a second gets a
    /// ConfigError; a killed one locks nobody out. Throws IoError where the file cannot be made or written.
    static ResultStore open(const std::string& path, const StoreHeader& header);
    ~ResultStore();
    ResultStore(ResultStore&&) noexcept;
    ResultStore& operator=(ResultStore&&) noexcept;
    /// All of it; what a run goes on from.
    [[nodiscard]] StoreContents contents() const;
    /// One transaction: chunks that are finished now, and everything found up to them: the whole front and sample (each
    /// by id), sums and state since the beginning. Only what has changed is written; the same once more changes
    /// nothing. Throws IoError (full disk, or another program holds the file for more than a minute); the file then is
    /// as before, and the commit can be tried again. Throws ConfigError for chunks of another shard and points whose
    /// values do not fit the columns.
    void commit(const std::vector<std::int64_t>& done, const StoreCounts& counts, const std::vector<FrontMember>& front,
                const std::vector<SamplePoint>& sample, const std::string& search_state = {});

private:
    struct Connection;
    explicit ResultStore(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

/// Reads a store without changing it, also while a run writes to it, and whatever program version made it. (A commit
/// that was interrupted is rolled back first, as SQLite does.) Throws MissingFileError, FormatError; IoError if it may
/// not be rolled back, LockedStoreError.
/// `patience_ms`: how long it waits for another program's lock.
StoreContents read_store(const std::string& path, int patience_ms = store_patience_ms);

} // namespace fracbit::explorer
