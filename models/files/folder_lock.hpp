// One process at a time writes the files of a folder. The lock is on the folder itself, so no file of it stays, and the
// system frees it when the process ends, however that comes.
#pragma once

#include <string>

namespace fracbit::models {

class FolderLock {
public:
    /// Throws ConfigError if another process holds the lock. On file systems without such locks (some network ones)
    /// nothing is held.
    explicit FolderLock(const std::string& folder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    int descriptor_ = -1;
};

} // namespace fracbit::models
