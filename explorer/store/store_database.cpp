#include "explorer/store/store_database.hpp"

#include "explorer/store/result_store.hpp"
#include "explorer/store/schema.hpp"
#include "models/core/error.hpp"
#include "models/files/binary_file.hpp"

#include <array>
#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <sqlite3.h>

namespace fracbit::explorer {
namespace {

/// The first bytes of an SQLite file (https://www.sqlite.org/fileformat.html), read through SQLite's own descriptor:
/// closing another one would drop the locks that this process holds on the file.
class FirstBytes {
public:
    explicit FirstBytes(sqlite3* database) {
        sqlite3_file* file = nullptr;
        sqlite3_int64 size = 0;
        if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
            file->pMethods == nullptr || file->pMethods->xFileSize(file, &size) != SQLITE_OK)
            return;
        empty_ = size == 0;
        whole_ = file->pMethods->xRead(file, bytes_.data(), static_cast<int>(bytes_.size()), 0) == SQLITE_OK;
    }
    [[nodiscard]] bool empty() const { return empty_; }
    [[nodiscard]] bool is_sqlite() const { return whole_ && std::memcmp(bytes_.data(), "SQLite format 3", 16) == 0; }
    [[nodiscard]] bool write_ahead_log() const { return bytes_[18] != 1 || bytes_[19] != 1; }
    [[nodiscard]] std::int64_t user_version() const { return word(60); }
    [[nodiscard]] std::int64_t application_id() const { return word(68); }

private:
    [[nodiscard]] std::int64_t word(std::size_t offset) const {
        std::int64_t value = 0;
        for (std::size_t i = 0; i < 4; ++i) value = value << 8 | bytes_[offset + i];
        return value;
    }
    std::array<unsigned char, 100> bytes_{};
    bool whole_ = false, empty_ = false;
};

void check_first_bytes(const std::string& path, sqlite3* database) {
    const FirstBytes first(database);
    if (first.empty())
        throw FormatError(path, "the file is empty; a result store is an SQLite database: delete it or "
                                "choose another file");
    if (!first.is_sqlite()) throw FormatError(path, "not a result store: it does not begin as an SQLite database does");
    if (first.application_id() != store_application_id)
        throw FormatError(path, fmt::format("an SQLite database, but not a result store: found application_id {}, "
                                            "expected {}",
                                            first.application_id(), store_application_id));
    if (first.user_version() > store_format_version)
        throw FormatError(path, fmt::format("format version {} is newer than this program's {}; use the program that "
                                            "wrote it, or a newer one",
                                            first.user_version(), store_format_version));
    if (first.user_version() != store_format_version)
        throw FormatError(
            path, fmt::format("unknown format version {}, expected {}", first.user_version(), store_format_version));
    if (first.write_ahead_log())
        throw FormatError(path, "another program has given it a write-ahead log, which needs files beside it; to turn "
                                "that off: sqlite3 FILE 'PRAGMA journal_mode=DELETE'");
}

} // namespace

std::unique_ptr<SQLite::Database> open_database(const std::string& path, StoreUse use, int patience_ms) {
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    if (std::filesystem::is_fifo(status)) // opening it would wait for a writer
        throw FormatError(path, "not a result store: it is a pipe; a store is a file that can be read anywhere");
    models::require_readable(path);
    return with_errors_of(path, [&] {
        auto database = std::make_unique<SQLite::Database>(
            path,
            (use == StoreUse::write ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY) |
                SQLite::OPEN_NOMUTEX, // one thread at a time: without a lock for every value
            patience_ms);
        check_first_bytes(path, database->getHandle());
        database->exec("PRAGMA trusted_schema=OFF");
        database->exec("PRAGMA cell_size_check=ON");
        if (use == StoreUse::write) {
            // A whole commit may not leave memory before its journal is safe on disk.
            database->exec("PRAGMA synchronous=FULL");
            database->exec("PRAGMA cache_spill=OFF");
        }
        return database;
    });
}

bool wants_rollback(const SQLite::Exception& error) {
    return error.getExtendedErrorCode() == SQLITE_READONLY_ROLLBACK ||
           error.getExtendedErrorCode() == SQLITE_READONLY_RECOVERY;
}

void throw_translated(const std::string& path, const SQLite::Exception& error) {
    const std::string said = error.what();
    if (error.getExtendedErrorCode() == SQLITE_IOERR_SHORT_READ)
        throw FormatError(path, fmt::format("damaged: it ends too early ({}); get a fresh copy", said));
    switch (error.getExtendedErrorCode() & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
    case SQLITE_ERROR:
    case SQLITE_MISMATCH:
    case SQLITE_CONSTRAINT:
    case SQLITE_TOOBIG:
    case SQLITE_RANGE:
        throw FormatError(path, fmt::format("damaged, or changed by another program ({}); get a fresh copy", said));
    case SQLITE_FULL:
        throw IoError(fmt::format("cannot write '{}': the disk is full; it is as it was before", path));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        throw LockedStoreError(
            fmt::format("'{}' is locked by another program, and stayed so while this one waited; end "
                        "that program or its transaction, or try again",
                        path));
    case SQLITE_READONLY:
        throw IoError(fmt::format("'{}' may not be written: {}{}", path, said,
                                  wants_rollback(error) ? "; an interrupted commit has to be rolled back: read it once "
                                                          "as somebody who may write it"
                                                        : ""));
    default:
        throw IoError(fmt::format("cannot read or write '{}': {}; it is as it was before", path, said));
    }
}

} // namespace fracbit::explorer
