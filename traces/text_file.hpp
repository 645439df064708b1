// Text that streams to disk through a bounded buffer and appears under its name only when it is whole.
#pragma once

#include "models/files/atomic_file.hpp"

#include <cstddef>
#include <fmt/format.h>
#include <string>
#include <string_view>
#include <utility>

namespace fracbit::traces {

class TextFile {
public:
    static constexpr std::size_t flush_bytes = 64 * 1024;

    /// Opens the temporary file; throws IoError.
    explicit TextFile(std::string path) : file_(std::move(path)) { buffer_.reserve(flush_bytes + 4096); }

    /// All three throw IoError when the disk is full.
    void add(std::string_view text) {
        buffer_ += text;
        if (buffer_.size() >= flush_bytes) flush();
    }
    template <class... Args>
    void print(fmt::format_string<Args...> format, Args&&... args) {
        vprint(format, fmt::make_format_args(args...)); // one instantiation of the formatting for all callers
    }
    void vprint(fmt::string_view format, fmt::format_args args);
    void commit();

    [[nodiscard]] const std::string& path() const { return file_.path(); }
    /// Written to a pipe or device as it comes.
    [[nodiscard]] bool is_stream() const { return !file_.is_renamed(); }
    [[nodiscard]] std::size_t buffered_bytes() const { return buffer_.capacity(); }

private:
    void flush();
    models::AtomicFile file_;
    std::string buffer_;
    bool failed_ = false;
};

} // namespace fracbit::traces
