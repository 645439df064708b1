// A file that is read again and again while it must not change. It stays open, so a file that somebody removes or
// replaces under its name can still be read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace fracbit::traces {

class StableFile {
public:
    /// Throws MissingFileError.
    explicit StableFile(std::string path);
    ~StableFile();
    StableFile(const StableFile&) = delete;
    StableFile& operator=(const StableFile&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] std::int64_t bytes() const { return bytes_; }
    /// Exactly `bytes` at `offset`, which must lie within the file. Throws FormatError if the file was written to after
    /// it was opened; IoError if it cannot be read. From any thread.
    void read(std::int64_t offset, char* to, std::size_t bytes) const;

private:
    std::string path_;
    int file_ = -1;
    std::int64_t bytes_ = 0, seconds_ = 0, nanoseconds_ = 0; ///< size and time of the last change
};

} // namespace fracbit::traces
