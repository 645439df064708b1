#include "explorer/store/store_reader.hpp"

#include "explorer/store/digest.hpp"
#include "explorer/store/schema.hpp"
#include "models/core/error.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <sqlite3.h>

namespace fracbit::explorer {
namespace {

/// The table of points, by id.
class PointRows {
public:
    explicit PointRows(SQLite::Database& database) : database_(database.getHandle()) {
        if (sqlite3_prepare_v2(database_, "SELECT * FROM points ORDER BY id", -1, &statement_, nullptr) != SQLITE_OK)
            throw SQLite::Exception(database_);
    }
    ~PointRows() { sqlite3_finalize(statement_); }
    PointRows(const PointRows&) = delete;
    PointRows& operator=(const PointRows&) = delete;

    bool next() {
        const int answer = sqlite3_step(statement_);
        if (answer != SQLITE_ROW && answer != SQLITE_DONE) throw SQLite::Exception(database_, answer);
        return answer == SQLITE_ROW;
    }
    [[nodiscard]] int type(int cell) const { return sqlite3_column_type(statement_, cell); }
    [[nodiscard]] std::int64_t integer(int cell) const { return sqlite3_column_int64(statement_, cell); }
    [[nodiscard]] double number(int cell) const { return sqlite3_column_double(statement_, cell); }
    [[nodiscard]] const char* name(int cell) const { return sqlite3_column_name(statement_, cell); }

private:
    sqlite3* database_;
    sqlite3_stmt* statement_ = nullptr;
};

class Reading {
public:
    Reading(SQLite::Database& database, const std::string& path) : database_(database), path_(path) {}

    StoreContents contents() {
        check_integrity();
        read_meta();
        read_columns();
        check_schema();
        read_files();
        read_counts();
        contents_.done = to_chunks(ranges("SELECT first, last FROM chunks ORDER BY first", {}));
        read_points();
        read_search_state();
        read_sources();
        if (const auto digest = hexadecimal(digest_of(contents_)); digest != meta("digest"))
            fail(fmt::format("contents have digest {}, the file states {}", digest, meta("digest")));
        return std::move(contents_);
    }

private:
    [[noreturn]] void fail(const std::string& what) const {
        throw FormatError(path_, fmt::format("damaged, or changed by another program ({}); get a fresh copy", what));
    }

    static std::string hexadecimal(std::uint64_t number) { return fmt::format("{:016x}", number); }

    std::int64_t integer(const SQLite::Column& cell) const {
        if (!cell.isInteger()) fail(fmt::format("column {} holds something other than an integer", cell.getName()));
        return cell.getInt64();
    }
    double number(const SQLite::Column& cell) const {
        if (cell.isNull()) return std::numeric_limits<double>::quiet_NaN();
        if (!cell.isInteger() && !cell.isFloat())
            fail(fmt::format("column {} holds something other than a number", cell.getName()));
        return cell.getDouble();
    }
    std::string text(const SQLite::Column& cell) const {
        if (!cell.isText()) fail(fmt::format("column {} holds something other than a text", cell.getName()));
        return cell.getString();
    }

    void check_integrity() {
        SQLite::Statement query(database_, "PRAGMA integrity_check(1)");
        if (!query.executeStep()) fail("no answer from the integrity check");
        if (const auto answer = query.getColumn(0).getString(); answer != "ok") fail(answer);
    }

    const std::string& meta(const std::string& key) const {
        const auto entry = meta_.find(key);
        if (entry == meta_.end()) fail(fmt::format("table meta has no '{}'", key));
        return entry->second;
    }
    template <class T>
    T meta_number(const std::string& key) const {
        const auto& value = meta(key);
        T number{};
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        if (error != std::errc{} || end != value.data() + value.size())
            fail(fmt::format("'{}' in table meta is no number: {}", key, value));
        return number;
    }

    void read_meta() {
        for (SQLite::Statement query(database_, "SELECT key, value FROM meta"); query.executeStep();)
            meta_[text(query.getColumn(0))] = text(query.getColumn(1));
        auto& header = contents_.header;
        header.program_version = meta("program_version");
        header.space_name = meta("space_name");
        header.space_hash = meta("space_hash");
        header.plan = {meta("method"),
                       meta_number<std::uint64_t>("seed"),
                       meta_number<std::int64_t>("evaluations"),
                       meta_number<std::int64_t>("population"),
                       meta_number<std::int64_t>("chunks"),
                       meta_number<std::int64_t>("sample")};
        header.shard = {meta_number<std::int64_t>("shard_index"), meta_number<std::int64_t>("shard_count")};
        contents_.counts.seconds = meta_number<double>("seconds");
    }

    void read_columns() {
        auto& columns = contents_.header.columns;
        for (SQLite::Statement query(
                 database_, "SELECT ordinal, name, unit, kind, maximize, reference FROM columns ORDER BY ordinal");
             query.executeStep();) {
            if (integer(query.getColumn(0)) != static_cast<std::int64_t>(columns.size()))
                fail("the ordinals of table columns are not 0, 1, ...");
            StoredColumn column{text(query.getColumn(1)),
                                text(query.getColumn(2)),
                                text(query.getColumn(3)),
                                integer(query.getColumn(4)) != 0,
                                std::nullopt,
                                {}};
            if (!query.getColumn(5).isNull()) column.reference = number(query.getColumn(5));
            columns.push_back(std::move(column));
        }
        for (SQLite::Statement query(database_, "SELECT ordinal, value, text FROM texts ORDER BY ordinal, value");
             query.executeStep();) {
            const auto ordinal = integer(query.getColumn(0));
            if (ordinal < 0 || ordinal >= static_cast<std::int64_t>(columns.size()))
                fail(fmt::format("table texts has a text of column {}", ordinal));
            auto& texts = columns[static_cast<std::size_t>(ordinal)].texts;
            if (integer(query.getColumn(1)) != static_cast<std::int64_t>(texts.size()))
                fail(fmt::format("the texts of column {} are not numbered 0, 1, ...", ordinal));
            texts.push_back(text(query.getColumn(2)));
        }
        try {
            check_header(contents_.header);
        } catch (const ConfigError& error) {
            fail(error.what());
        }
    }

    /// More views and indices may stand beside ours; a trigger would change what a commit does.
    void check_schema() {
        std::map<std::string, std::string> found;
        for (SQLite::Statement query(database_, "SELECT type, name, sql FROM sqlite_schema"); query.executeStep();) {
            const auto name = text(query.getColumn(1));
            if (query.getColumn(0).getString() == "trigger")
                throw FormatError(path_, fmt::format("somebody has added a trigger; to remove it: sqlite3 FILE "
                                                     "'DROP TRIGGER \"{}\"'",
                                                     name));
            found[name] = query.getColumn(2).getString();
        }
        for (const auto& [type, name, sql] : schema_of(contents_.header.columns))
            if (const auto entry = found.find(name); entry == found.end() || entry->second != sql)
                fail(fmt::format("{} {} is missing or not as it was made", type, name));
    }

    void read_files() {
        for (SQLite::Statement query(database_, "SELECT name, text FROM files"); query.executeStep();)
            contents_.header.files[text(query.getColumn(0))] = text(query.getColumn(1));
    }

    void read_counts() {
        std::size_t rows = 0;
        for (SQLite::Statement query(database_, "SELECT status, points FROM counts"); query.executeStep(); ++rows) {
            const auto status = text(query.getColumn(0));
            const auto name = std::find(status_names.begin(), status_names.end(), status);
            if (name == status_names.end()) fail(fmt::format("table counts has a status '{}'", status));
            contents_.counts.points[static_cast<std::size_t>(name - status_names.begin())] =
                integer(query.getColumn(1));
        }
        if (rows != status_names.size()) fail(fmt::format("table counts has {} rows", rows));
    }

    /// Rows (first, last); `source` is bound if there is one.
    ChunkRanges ranges(const char* sql, std::optional<std::int64_t> source) {
        ChunkRanges ranges;
        SQLite::Statement query(database_, sql);
        if (source) query.bind(1, *source);
        while (query.executeStep()) {
            const ChunkRange range{integer(query.getColumn(0)), integer(query.getColumn(1))};
            const auto least = ranges.empty() ? 0 : ranges.back().last + 2;
            if (range.first < least || range.last < range.first || range.last >= contents_.header.plan.chunks)
                fail(fmt::format("chunks {} to {} do not fit the others", range.first, range.last));
            ranges.push_back(range);
        }
        return ranges;
    }

    /// SQLite's own calls: SQLiteCpp's cells cost more than what they hold, and there are millions.
    void read_points() {
        const auto& columns = contents_.header.columns;
        PointRows rows(database_);
        while (rows.next()) {
            const PointId id = whole(rows, 0);
            const auto on_front = whole(rows, 1), in_sample = whole(rows, 2), equals = whole(rows, 3);
            if ((on_front & ~1) != 0 || (in_sample & ~1) != 0 || on_front + in_sample == 0 ||
                (equals > 0) != (on_front == 1) || equals < 0)
                fail(fmt::format("point {} is neither on the front nor in the sample, or has no equals", id));
            std::vector<double> values;
            values.reserve(columns.size());
            for (std::size_t i = 0; i < columns.size(); ++i) values.push_back(number(rows, static_cast<int>(i) + 4));
            if (on_front == 1) {
                contents_.front.push_back({id, equals, objectives_of(columns, values), values});
                if (in_sample == 0) continue;
            }
            contents_.sample.push_back({id, std::move(values)});
        }
    }

    std::int64_t whole(const PointRows& rows, int cell) const {
        if (rows.type(cell) != SQLITE_INTEGER)
            fail(fmt::format("column {} holds something other than an integer", rows.name(cell)));
        return rows.integer(cell);
    }
    double number(const PointRows& rows, int cell) const {
        const int type = rows.type(cell);
        if (type == SQLITE_NULL) return std::numeric_limits<double>::quiet_NaN();
        if (type != SQLITE_INTEGER && type != SQLITE_FLOAT)
            fail(fmt::format("column {} holds something other than a number", rows.name(cell)));
        return rows.number(cell);
    }

    void read_search_state() {
        SQLite::Statement query(database_, "SELECT state FROM search_state");
        if (!query.executeStep()) fail("table search_state is empty");
        contents_.search_state = query.getColumn(0).getString();
    }

    void read_sources() {
        for (SQLite::Statement query(database_,
                                     "SELECT source, shard_index, shard_count, results FROM sources ORDER BY source");
             query.executeStep();) {
            StoreSource source{{integer(query.getColumn(1)), integer(query.getColumn(2))}, {}, 0};
            const auto results = text(query.getColumn(3));
            if (std::from_chars(results.data(), results.data() + results.size(), source.results, 16).ec != std::errc{})
                fail(fmt::format("the digest of a source is no hexadecimal number: {}", results));
            source.chunks = ranges("SELECT first, last FROM source_chunks WHERE source = ? ORDER BY first",
                                   integer(query.getColumn(0)));
            contents_.sources.push_back(std::move(source));
        }
    }

    SQLite::Database& database_;
    const std::string& path_;
    std::map<std::string, std::string> meta_;
    StoreContents contents_;
};

} // namespace

StoreContents read_contents(SQLite::Database& database, const std::string& path) {
    SQLite::Transaction reading(database); // one state of the file, whatever a run commits meanwhile
    auto contents = Reading(database, path).contents();
    reading.commit();
    return contents;
}

} // namespace fracbit::explorer
