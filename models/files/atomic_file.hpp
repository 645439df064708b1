// A file that appears under its name only when it is whole: written beside it as "NAME.tmp-PID", then renamed.
// A path that is a symbolic link keeps its link: the file it points to is replaced, or made. Devices and pipes
// (/dev/stdout, /dev/null) cannot be replaced, so they are written directly.
#pragma once

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fracbit::models {

class AtomicFile {
public:
    /// Opens the temporary file; throws IoError (missing folder, no permission, the path is a folder).
    explicit AtomicFile(std::string path);
    /// Removes the temporary file unless `commit` was called.
    ~AtomicFile();
    AtomicFile(const AtomicFile&) = delete;
    AtomicFile& operator=(const AtomicFile&) = delete;

    /// Buffered write; throws IoError when the disk is full.
    void write(std::string_view text);
    /// So that others can read what has been written so far at `temporary_path`; throws IoError.
    void flush();
    /// Brings all that has been written to the disk, which may be full; throws IoError.
    void sync();
    /// Syncs, renames; throws IoError and leaves nothing behind if any of it fails.
    void commit();
    [[nodiscard]] const std::string& path() const { return path_; }
    /// Whether a file appears, or is replaced, under the name; otherwise a device or pipe is written directly.
    [[nodiscard]] bool is_renamed() const { return temporary_ != target_; }
    /// Where the bytes go until `commit`: for libraries that open files by name.
    [[nodiscard]] const std::string& temporary_path() const { return temporary_; }

private:
    [[noreturn]] void fail(const std::string& doing);
    void discard();
    std::string path_;      ///< as given, for messages
    std::string target_;    ///< links followed
    std::string temporary_; ///< equal to target_ where nothing can be renamed
    std::FILE* file_ = nullptr;
};

/// Throws what opening an AtomicFile would throw, and leaves all as it is: to be asked before hours of work.
void require_writable(const std::string& path);

/// For files that belong together: none appears under its name before the bytes of all are on the disk.
void commit_all(const std::vector<std::unique_ptr<AtomicFile>>& files);

} // namespace fracbit::models
