#include "explorer/store/store_writer.hpp"

#include "explorer/front/canonical.hpp"
#include "explorer/store/result_store.hpp"
#include "explorer/store/schema.hpp"

#include <SQLiteCpp/VariadicBind.h>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace fracbit::explorer {
namespace {

void set_meta(SQLite::Database& database, const std::string& key, const std::string& value) {
    SQLite::Statement statement(database, "INSERT OR REPLACE INTO meta VALUES (?, ?)");
    SQLite::bind(statement, key, value);
    statement.exec();
}

void write_header(SQLite::Database& database, const StoreHeader& header) {
    set_meta(database, "program_version", header.program_version);
    set_meta(database, "space_name", header.space_name);
    set_meta(database, "space_hash", header.space_hash);
    set_meta(database, "method", header.plan.method);
    set_meta(database, "seed", fmt::format("{}", header.plan.seed));
    set_meta(database, "evaluations", fmt::format("{}", header.plan.evaluations));
    set_meta(database, "population", fmt::format("{}", header.plan.population));
    set_meta(database, "chunks", fmt::format("{}", header.plan.chunks));
    set_meta(database, "sample", fmt::format("{}", header.plan.sample));
    set_meta(database, "shard_index", fmt::format("{}", header.shard.index));
    set_meta(database, "shard_count", fmt::format("{}", header.shard.count));
    for (const auto& [name, text] : header.files) {
        SQLite::Statement statement(database, "INSERT INTO files VALUES (?, ?)");
        SQLite::bind(statement, name, text);
        statement.exec();
    }
    for (std::size_t i = 0; i < header.columns.size(); ++i) {
        const auto& column = header.columns[i];
        const auto ordinal = static_cast<std::int64_t>(i);
        SQLite::Statement statement(database, "INSERT INTO columns VALUES (?, ?, ?, ?, ?, ?)");
        SQLite::bind(statement, ordinal, column.name, column.unit, column.kind, column.maximize ? 1 : 0);
        if (column.reference) statement.bind(6, canonical(*column.reference));
        statement.exec();
        for (std::size_t value = 0; value < column.texts.size(); ++value) {
            SQLite::Statement text(database, "INSERT INTO texts VALUES (?, ?, ?)");
            SQLite::bind(text, ordinal, static_cast<std::int64_t>(value), column.texts[value]);
            text.exec();
        }
    }
}

void write_ranges(SQLite::Statement& statement, int first_parameter, const ChunkRanges& ranges) {
    for (const auto& range : ranges) {
        statement.reset();
        statement.bind(first_parameter, range.first);
        statement.bind(first_parameter + 1, range.last);
        statement.exec();
    }
}

} // namespace

void write_contents(const std::string& path, const StoreContents& contents) {
    SQLite::Database database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    // The file counts only once it is whole, so nothing has to be rolled back.
    database.exec("PRAGMA journal_mode=OFF");
    database.exec("PRAGMA synchronous=OFF");
    database.exec(fmt::format("PRAGMA application_id={}", store_application_id));
    database.exec(fmt::format("PRAGMA user_version={}", store_format_version));
    {
        SQLite::Transaction making(database);
        for (const auto& object : schema_of(contents.header.columns)) database.exec(object.sql);
        write_header(database, contents.header);
        for (const auto* status : status_names)
            database.exec(fmt::format("INSERT INTO counts VALUES ('{}', 0)", status));
        database.exec("INSERT INTO search_state VALUES (1, x'')");
        making.commit();
    }
    StoreContents nothing;
    nothing.header = contents.header;
    nothing.counts.seconds = NAN; // unlike any: seconds and digest are to be written
    StoreWriter(database, std::move(nothing)).write(contents, contents.front, contents.sample);
}

StoreWriter::StoreWriter(SQLite::Database& database, StoreContents contents)
    : database_(database), now_(std::move(contents)), chunks_(to_ranges(now_.done)),
      header_digest_(digest_of(now_.header)) {
    for (const auto& row : rows_of(now_.front, now_.sample)) rows_.push_back({row.id, row.digest});
    now_.front = {};
    now_.sample = {};
}

bool StoreWriter::write(const StoreContents& next, const std::vector<FrontMember>& front,
                        const std::vector<SamplePoint>& sample) {
    const auto rows = rows_of(front, sample);
    std::uint64_t sum = 0;
    for (const auto& row : rows) sum += row.digest;
    const bool equal_rows = std::equal(rows.begin(), rows.end(), rows_.begin(), rows_.end(),
                                       [](const PointRow& a, const Row& b) { return a.digest == b.digest; });
    if (equal_rows && next.done == now_.done && next.counts == now_.counts && next.search_state == now_.search_state &&
        next.sources == now_.sources)
        return false;

    SQLite::Transaction writing(database_, SQLite::TransactionBehavior::IMMEDIATE);
    write_points(rows);
    auto chunks = to_ranges(next.done);
    write_chunks(chunks);
    for (std::size_t status = 0; status < status_names.size(); ++status) {
        SQLite::Statement statement(database_, "UPDATE counts SET points = ? WHERE status = ?");
        SQLite::bind(statement, next.counts.points[status], status_names[status]);
        statement.exec();
    }
    if (next.search_state != now_.search_state) {
        SQLite::Statement statement(database_, "UPDATE search_state SET state = ?");
        statement.bind(1, next.search_state.data(), static_cast<int>(next.search_state.size()));
        statement.exec();
    }
    if (next.sources != now_.sources) write_sources(next.sources);
    set_meta(database_, "seconds", fmt::format("{}", next.counts.seconds));
    set_meta(database_, "digest", fmt::format("{:016x}", digest_of(header_digest_, sum, next)));
    writing.commit();

    now_.done = next.done;
    now_.counts = next.counts;
    now_.search_state = next.search_state;
    now_.sources = next.sources;
    chunks_ = std::move(chunks);
    rows_.clear();
    for (const auto& row : rows) rows_.push_back({row.id, row.digest});
    return true;
}

void StoreWriter::write_points(const std::vector<PointRow>& rows) {
    SQLite::Statement erase(database_, "DELETE FROM points WHERE id = ?");
    std::string places = "?, ?, ?, ?";
    for (std::size_t i = 0; i < now_.header.columns.size(); ++i) places += ", ?";
    SQLite::Statement insert(database_, fmt::format("INSERT OR REPLACE INTO points VALUES ({})", places));
    auto old = rows_.begin();
    const auto erase_up_to = [&](auto end) {
        for (; old != rows_.end() && end(*old); ++old) {
            erase.reset();
            erase.bind(1, old->id);
            erase.exec();
        }
    };
    for (const auto& row : rows) {
        erase_up_to([&](const Row& candidate) { return candidate.id < row.id; });
        const bool there = old != rows_.end() && old->id == row.id;
        const bool unchanged = there && old->digest == row.digest;
        if (there) ++old;
        if (unchanged) continue;
        insert.reset();
        insert.bind(1, row.id);
        insert.bind(2, row.on_front ? 1 : 0);
        insert.bind(3, row.in_sample ? 1 : 0);
        insert.bind(4, row.equals);
        for (std::size_t i = 0; i < row.values.size(); ++i)
            insert.bind(static_cast<int>(i) + 5, canonical(row.values[i])); // NaN is stored as NULL
        insert.exec();
    }
    erase_up_to([](const Row&) { return true; });
}

/// Chunks are only added: a range grows, joins its neighbours, or is new.
void StoreWriter::write_chunks(const ChunkRanges& next) {
    SQLite::Statement erase(database_, "DELETE FROM chunks WHERE first = ?");
    ChunkRanges gone, fresh;
    const auto by_first = [](const ChunkRange& a, const ChunkRange& b) {
        return a.first != b.first ? a.first < b.first : a.last < b.last;
    };
    std::set_difference(chunks_.begin(), chunks_.end(), next.begin(), next.end(), std::back_inserter(gone), by_first);
    std::set_difference(next.begin(), next.end(), chunks_.begin(), chunks_.end(), std::back_inserter(fresh), by_first);
    for (const auto& range : gone) {
        erase.reset();
        erase.bind(1, range.first);
        erase.exec();
    }
    SQLite::Statement insert(database_, "INSERT INTO chunks VALUES (?, ?)");
    write_ranges(insert, 1, fresh);
}

void StoreWriter::write_sources(const std::vector<StoreSource>& sources) {
    database_.exec("DELETE FROM sources");
    database_.exec("DELETE FROM source_chunks");
    for (std::size_t i = 0; i < sources.size(); ++i) {
        const auto& source = sources[i];
        const auto number = static_cast<std::int64_t>(i);
        SQLite::Statement insert(database_, "INSERT INTO sources VALUES (?, ?, ?, ?)");
        SQLite::bind(insert, number, source.shard.index, source.shard.count, fmt::format("{:016x}", source.results));
        insert.exec();
        SQLite::Statement chunks(database_, "INSERT INTO source_chunks VALUES (?, ?, ?)");
        chunks.bind(1, number);
        write_ranges(chunks, 2, source.chunks);
    }
}

} // namespace fracbit::explorer
