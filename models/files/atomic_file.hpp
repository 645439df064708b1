// A file that appears under its name only when it is whole: written beside it as "NAME.tmp-PID", then renamed.
// A path that is a symbolic link keeps its link: the file it points to is replaced. Devices and pipes (/dev/stdout,
// /dev/null) cannot be replaced, so they are written directly.
#pragma once

#include <cstdio>
#include <string>
#include <string_view>

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
    /// Flushes, syncs, renames; throws IoError and leaves nothing behind if any of it fails.
    void commit();
    [[nodiscard]] const std::string& path() const { return path_; }
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

} // namespace fracbit::models
