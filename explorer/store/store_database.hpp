// An SQLite connection to a result store, and the translation of SQLite's errors into ours. Only store sources include
// this: SQLite stays inside.
#pragma once

#include "explorer/store/result_store.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <memory>
#include <string>
#include <type_traits>

namespace fracbit::explorer {

enum class StoreUse { read, write };

/// Opens a file that is there. Looks at its first bytes before SQLite does: throws FormatError unless it is a result
/// store of this format version that SQLite can use without files beside it; MissingFileError, IoError.
std::unique_ptr<SQLite::Database> open_database(const std::string& path, StoreUse use,
                                                int patience_ms = store_patience_ms);

/// Throws the error of ours that an SQLite error means: FormatError for damage, IoError for everything outside the
/// file.
[[noreturn]] void throw_translated(const std::string& path, const SQLite::Exception& error);

/// Runs `work` on the database at `path`; SQLite's errors come out as ours.
template <class Work>
auto with_errors_of(const std::string& path, Work&& work) -> std::invoke_result_t<Work> {
    try {
        return work();
    } catch (const SQLite::Exception& error) {
        throw_translated(path, error);
    }
}

/// An interrupted commit that a reader may not roll back.
bool wants_rollback(const SQLite::Exception& error);

} // namespace fracbit::explorer
