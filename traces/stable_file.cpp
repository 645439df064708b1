#include "traces/stable_file.hpp"

#include "models/core/error.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fracbit::traces {

StableFile::StableFile(std::string path) : path_(std::move(path)) {
    file_ = ::open(path_.c_str(), O_RDONLY | O_CLOEXEC);
    if (file_ < 0) throw MissingFileError(fmt::format("cannot read '{}': {}", path_, std::strerror(errno)));
    struct stat facts {};
    if (::fstat(file_, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        ::close(file_);
        throw MissingFileError(fmt::format("cannot read '{}': it is no regular file, a trace is one", path_));
    }
    bytes_ = facts.st_size;
    seconds_ = facts.st_mtim.tv_sec;
    nanoseconds_ = facts.st_mtim.tv_nsec;
}

StableFile::~StableFile() { ::close(file_); }

void StableFile::read(std::int64_t offset, char* to, std::size_t bytes) const {
    struct stat facts {};
    if (::fstat(file_, &facts) != 0 || facts.st_size != bytes_ || facts.st_mtim.tv_sec != seconds_ ||
        facts.st_mtim.tv_nsec != nanoseconds_)
        throw FormatError(path_,
                          fmt::format("the file was changed after it was opened ({} bytes then, {} now); open it again",
                                      bytes_, static_cast<std::int64_t>(facts.st_size)));
    while (bytes > 0) {
        const ssize_t got = ::pread(file_, to, bytes, offset);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) throw IoError(fmt::format("cannot read '{}': {}", path_, std::strerror(errno)));
        if (got == 0)
            throw FormatError(
                path_,
                fmt::format("the file ends at byte {}; it was longer when it was opened; open it again", offset));
        to += got;
        offset += got;
        bytes -= static_cast<std::size_t>(got);
    }
}

} // namespace fracbit::traces
