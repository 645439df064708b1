#include "models/files/atomic_file.hpp"

#include "models/core/error.hpp"

#include <cerrno>
#include <cstring>
#include <unistd.h>
#include <utility>

namespace fracbit::models {

AtomicFile::AtomicFile(std::string path)
    : path_(std::move(path)), temporary_(path_ + ".tmp-" + std::to_string(::getpid())) {
    file_ = std::fopen(temporary_.c_str(), "wb");
    if (file_ == nullptr) fail("open");
}

AtomicFile::~AtomicFile() {
    if (file_ == nullptr) return;
    std::fclose(file_);
    std::remove(temporary_.c_str());
}

void AtomicFile::write(std::string_view text) {
    if (std::fwrite(text.data(), 1, text.size(), file_) != text.size()) fail("write");
}

void AtomicFile::commit() {
    if (std::fflush(file_) != 0 || ::fsync(::fileno(file_)) != 0) fail("write");
    std::FILE* closing = std::exchange(file_, nullptr);
    if (std::fclose(closing) != 0 || std::rename(temporary_.c_str(), path_.c_str()) != 0) fail("finish");
}

void AtomicFile::fail(const std::string& doing) {
    const int error = errno;
    if (file_ != nullptr) std::fclose(std::exchange(file_, nullptr));
    std::remove(temporary_.c_str());
    throw IoError("cannot " + doing + " '" + path_ + "': " + std::strerror(error) + "; nothing was left behind");
}

} // namespace fracbit::models
