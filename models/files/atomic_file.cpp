#include "models/files/atomic_file.hpp"

#include "models/core/error.hpp"
#include "models/files/linked_path.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace fracbit::models {

AtomicFile::AtomicFile(std::string path) : path_(std::move(path)), target_(path_) {
    std::error_code ignored;
    const auto status = std::filesystem::status(path_, ignored);
    if (std::filesystem::is_directory(status)) {
        errno = EISDIR;
        fail("open");
    }
    const bool replaceable = !std::filesystem::exists(status) || std::filesystem::is_regular_file(status);
    if (replaceable) target_ = follow_links(path_);
    temporary_ = replaceable ? target_ + ".tmp-" + std::to_string(::getpid()) : target_;
    file_ = std::fopen(temporary_.c_str(), "wb");
    if (file_ == nullptr) fail("open");
}

AtomicFile::~AtomicFile() {
    if (file_ != nullptr) discard();
}

void AtomicFile::write(std::string_view text) {
    if (file_ == nullptr) throw IoError("cannot write '" + path_ + "': it is already finished or has failed");
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail("write");
}

void AtomicFile::flush() {
    if (file_ == nullptr) throw IoError("cannot write '" + path_ + "': it is already finished or has failed");
    if (std::fflush(file_) != 0) fail("write");
}

void AtomicFile::sync() {
    flush();
    if (is_renamed() && ::fsync(::fileno(file_)) != 0) fail("write");
}

void AtomicFile::commit() {
    if (file_ == nullptr) throw IoError("cannot finish '" + path_ + "': it is already finished or has failed");
    sync();
    if (std::fclose(std::exchange(file_, nullptr)) != 0) fail("finish");
    if (is_renamed() && std::rename(temporary_.c_str(), target_.c_str()) != 0) fail("finish");
}

void AtomicFile::discard() {
    if (file_ != nullptr) std::fclose(std::exchange(file_, nullptr));
    if (is_renamed()) std::remove(temporary_.c_str());
}

void AtomicFile::fail(const std::string& doing) {
    const int error = errno;
    discard();
    throw IoError("cannot " + doing + " '" + path_ + "': " + std::strerror(error) + "; nothing was left behind");
}

void require_writable(const std::string& path) {
    std::error_code ignored;
    const auto status = std::filesystem::status(path, ignored);
    const bool opening_is_seen = std::filesystem::exists(status) && std::filesystem::is_fifo(status); // by its reader
    if (!opening_is_seen) const AtomicFile probe(path);
}

void commit_all(const std::vector<std::unique_ptr<AtomicFile>>& files) {
    for (const auto& file : files) file->sync();
    for (const auto& file : files) file->commit();
}

} // namespace fracbit::models
