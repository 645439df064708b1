// Rows of a store, written: all of them into a new file, or what has changed into one that is open.
#pragma once

#include "explorer/store/digest.hpp"
#include "explorer/store/store_contents.hpp"
#include "explorer/store/store_database.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::explorer {

/// Makes an SQLite file of its own; nothing may be at `path`. Not synced. SQLite's exceptions pass through.
void write_contents(const std::string& path, const StoreContents& contents);

/// What a file holds, as far as it decides what has to be written.
class StoreWriter {
public:
    /// `contents` are what the database holds.
    StoreWriter(SQLite::Database& database, StoreContents contents);
    [[nodiscard]] const StoreHeader& header() const { return now_.header; }
    [[nodiscard]] const std::vector<StoreSource>& sources() const { return now_.sources; }
    /// In one transaction: false, and nothing written, if nothing has changed. Header, front and sample of `next` are
    /// not looked at. SQLite's exceptions pass through; file and writer are then as before.
    bool write(const StoreContents& next, const std::vector<FrontMember>& front,
               const std::vector<SamplePoint>& sample);

private:
    struct Row {
        std::int64_t id = 0;
        std::uint64_t digest = 0;
    };
    void write_points(const std::vector<PointRow>& rows);
    void write_chunks(const ChunkRanges& next);
    void write_sources(const std::vector<StoreSource>& sources);

    SQLite::Database& database_;
    StoreContents now_; // front and sample are empty: rows_ stands for them
    ChunkRanges chunks_;
    std::vector<Row> rows_; // by id
    std::uint64_t header_digest_;
};

} // namespace fracbit::explorer
