// All rows of a store, checked.
#pragma once

#include "explorer/store/store_contents.hpp"
#include "explorer/store/store_database.hpp"

#include <string>

namespace fracbit::explorer {

/// In one read transaction. Throws FormatError if SQLite finds damage, if tables are not as they were made, if rows are
/// missing or impossible, and if all of them together do not have the digest that was stored with them. SQLite's own
/// exceptions pass through.
StoreContents read_contents(SQLite::Database& database, const std::string& path);

} // namespace fracbit::explorer
