#include "explorer/store/store_file.hpp"

#include "explorer/store/store_writer.hpp"
#include "models/core/error.hpp"
#include "models/files/linked_path.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fracbit::explorer {
namespace {

// SQLite locks bytes from 2^30 to 2^30 + 511 (https://www.sqlite.org/lockingv3.html).
constexpr off_t lock_byte = (off_t{1} << 30) + 1024;

[[noreturn]] void fail(const std::string& doing, const std::string& path) {
    throw IoError(fmt::format("cannot {} '{}': {}; nothing was left behind", doing, path, std::strerror(errno)));
}

/// A whole store beside the place where it is to appear; removed unless it has been moved there.
class TemporaryStore {
public:
    TemporaryStore(const std::string& path, const StoreContents& contents)
        : path_(path), temporary_(fmt::format("{}.tmp-{}", path, ::getpid())) {
        std::remove(temporary_.c_str());
        // SQLite would only say that it cannot open it.
        const int descriptor = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
        if (descriptor < 0) fail("make", path_);
        ::close(descriptor);
        try {
            with_errors_of(path_, [&] { write_contents(temporary_, contents); });
            sync();
        } catch (...) {
            std::remove(temporary_.c_str());
            throw;
        }
    }
    ~TemporaryStore() { std::remove(temporary_.c_str()); }
    TemporaryStore(const TemporaryStore&) = delete;
    TemporaryStore& operator=(const TemporaryStore&) = delete;

    /// False if there is a file.
    bool move_to_free_place() {
        if (::link(temporary_.c_str(), path_.c_str()) == 0) return true;
        if (errno == EEXIST) return false;
        // File systems without links.
        if (::renameat2(AT_FDCWD, temporary_.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) == 0) return true;
        if (errno == EEXIST) return false;
        fail("make", path_);
    }
    void replace() {
        if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail("replace", path_);
    }

private:
    void sync() {
        const int descriptor = ::open(temporary_.c_str(), O_RDONLY | O_CLOEXEC);
        const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
        const int error = errno;
        if (descriptor >= 0) ::close(descriptor);
        errno = error;
        if (!synced) fail("write", path_);
    }
    std::string path_, temporary_;
};

/// Whether the path still leads to the file that is open.
bool is_at(const std::string& path, int descriptor) {
    struct stat opened {
    }, named{};
    return ::fstat(descriptor, &opened) == 0 && ::stat(path.c_str(), &named) == 0 && opened.st_ino == named.st_ino &&
           opened.st_dev == named.st_dev;
}

} // namespace

StoreLock::StoreLock(const std::string& path) {
    do {
        if (descriptor_ >= 0) ::close(descriptor_);
        descriptor_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
        if (descriptor_ < 0) {
            const auto why = fmt::format("cannot open '{}': {}", path, std::strerror(errno));
            if (errno == ENOENT) throw MissingFileError(why + "; check the path");
            throw IoError(why + "; a store that is to be gone on with must be a file that can be written");
        }
        struct flock byte {};
        byte.l_type = F_WRLCK;
        byte.l_whence = SEEK_SET;
        byte.l_start = lock_byte;
        byte.l_len = 1;
        if (::fcntl(descriptor_, F_OFD_SETLK, &byte) != 0) {
            const int error = errno;
            ::close(descriptor_);
            if (error == EAGAIN || error == EACCES)
                throw ConfigError(fmt::format("'{}' is in use by another run or merge; wait until it ends, or give "
                                              "another file",
                                              path));
            throw IoError(
                fmt::format("cannot lock '{}': {}; put it on a file system with locks", path, std::strerror(error)));
        }
    } while (!is_at(path, descriptor_)); // it was replaced meanwhile
}

StoreLock::~StoreLock() { ::close(descriptor_); }

bool make_store_file(const std::string& path, const StoreContents& contents) {
    const std::string place = models::follow_links(path);
    std::error_code unknown; // making the file says what is wrong
    if (const auto journal = place + "-journal"; std::filesystem::exists(journal, unknown))
        throw ConfigError(fmt::format("'{}' is left over from a store that is gone, and would damage a new one; delete "
                                      "it, or bring that store back",
                                      journal));
    return TemporaryStore(place, contents).move_to_free_place();
}

void replace_store_file(const std::string& path, const StoreContents& contents) {
    TemporaryStore(std::filesystem::canonical(path).string(), contents).replace();
}

} // namespace fracbit::explorer
