// Store files as a whole: made at once, replaced at once, used by one process at a time.
#pragma once

#include "explorer/store/store_contents.hpp"

#include <string>

namespace fracbit::explorer {

/// Keeps other processes, and other users in this one, from writing to a store. The kernel lets go of it when the
/// process ends, however it ends. Locks a byte that SQLite does not use, so that others can read.
class StoreLock {
public:
    /// Throws ConfigError if the store is locked, MissingFileError if there is none, IoError if it may not be written.
    explicit StoreLock(const std::string& path);
    ~StoreLock();
    StoreLock(const StoreLock&) = delete;
    StoreLock& operator=(const StoreLock&) = delete;

private:
    int descriptor_ = -1;
};

/// The file appears whole. False if there is one of this name by now: it is left alone. Throws IoError; ConfigError if
/// the journal of a store that is gone would be taken for the new one's.
bool make_store_file(const std::string& path, const StoreContents& contents);

/// Takes the place of a store that is there, whole. Throws IoError.
void replace_store_file(const std::string& path, const StoreContents& contents);

} // namespace fracbit::explorer
