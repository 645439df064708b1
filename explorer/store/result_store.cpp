#include "explorer/store/result_store.hpp"

#include "explorer/store/store_database.hpp"
#include "explorer/store/store_file.hpp"
#include "explorer/store/store_reader.hpp"
#include "explorer/store/store_writer.hpp"
#include "models/core/error.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace fracbit::explorer {
namespace {

void check_point(const StoreHeader& header, PointId id, const std::vector<double>& values) {
    if (values.size() != header.columns.size())
        throw ConfigError(
            fmt::format("point {} has {} values, the store has {} columns", id, values.size(), header.columns.size()));
}

void check_commit(const StoreHeader& header, const std::vector<std::int64_t>& done,
                  const std::vector<FrontMember>& front, const std::vector<SamplePoint>& sample) {
    for (const auto chunk : done)
        if (chunk < 0 || chunk >= header.plan.chunks || !holds(header.shard, chunk))
            throw ConfigError(fmt::format("chunk {} does not belong to shard {}/{} of {} chunks", chunk,
                                          header.shard.index, header.shard.count, header.plan.chunks));
    for (const auto& point : sample) check_point(header, point.id, point.values);
    for (const auto& member : front) {
        check_point(header, member.id, member.values);
        if (objectives_of(header.columns, member.values) != member.objectives)
            throw ConfigError(fmt::format("the objectives of point {} are not those of its columns", member.id));
        if (member.equals < 1)
            throw ConfigError(fmt::format("point {} has {} equals; itself counts", member.id, member.equals));
    }
}

} // namespace

struct ResultStore::Connection {
    // In this order: closing a descriptor drops all locks that this process holds on the file.
    StoreLock lock;
    std::string path;
    std::unique_ptr<SQLite::Database> database;
    std::optional<StoreWriter> writer;
    ChunkRanges done;

    Connection(const std::string& file, const StoreHeader& expected)
        : lock(file), path(file), database(open_database(file, StoreUse::write)) {
        auto contents = with_errors_of(path, [&] { return read_contents(*database, path); });
        if (const auto different = differences(contents.header, expected, true); !different.empty())
            throw ConfigError(
                fmt::format("'{}' is the store of another run: {}; give another file, or what it was made "
                            "with",
                            path, to_text(different)));
        done = to_ranges(contents.done);
        writer.emplace(*database, std::move(contents));
    }
};

ResultStore::ResultStore(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
ResultStore::~ResultStore() = default;
ResultStore::ResultStore(ResultStore&&) noexcept = default;
ResultStore& ResultStore::operator=(ResultStore&&) noexcept = default;

ResultStore ResultStore::open(const std::string& path, const StoreHeader& header) {
    check_header(header);
    if (std::error_code ignored; !std::filesystem::exists(path, ignored)) {
        StoreContents empty;
        empty.header = header;
        make_store_file(path, empty); // if another process has made it meanwhile, that one it is
    }
    return ResultStore(std::make_unique<Connection>(path, header));
}

StoreContents ResultStore::contents() const {
    return with_errors_of(connection_->path, [&] { return read_contents(*connection_->database, connection_->path); });
}

void ResultStore::commit(const std::vector<std::int64_t>& done, const StoreCounts& counts,
                         const std::vector<FrontMember>& front, const std::vector<SamplePoint>& sample,
                         const std::string& search_state) {
    auto& connection = *connection_;
    check_commit(connection.writer->header(), done, front, sample);
    auto all = united(connection.done, to_ranges(done));
    StoreContents next;
    next.done = to_chunks(all);
    next.counts = counts;
    next.search_state = search_state;
    if (all == connection.done)
        next.sources = connection.writer->sources(); // else a merged store has gone on by itself
    with_errors_of(connection.path, [&] { connection.writer->write(next, front, sample); });
    connection.done = std::move(all);
}

StoreContents read_store(const std::string& path, int patience_ms) {
    auto use = StoreUse::read;
    for (;; use = StoreUse::write) {
        const auto database = open_database(path, use, patience_ms);
        try {
            return read_contents(*database, path);
        } catch (const SQLite::Exception& error) {
            if (use == StoreUse::write || !wants_rollback(error)) throw_translated(path, error);
        }
    }
}

} // namespace fracbit::explorer
