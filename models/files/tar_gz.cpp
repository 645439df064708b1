#include "models/files/tar_gz.hpp"

#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"
#include "models/files/binary_file.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <memory>
#include <set>
#include <string_view>
#include <zlib.h>

namespace fracbit::models {
namespace {

constexpr std::size_t tar_block = 512, tar_name = 100;
constexpr std::size_t size_at = 124, sum_at = 148, sum_length = 8, kind_at = 156;

using TarBlock = std::array<char, tar_block>;

class TarReader {
public:
    explicit TarReader(const std::string& path) : path_(path), file_(::gzopen(path.c_str(), "rb"), &::gzclose) {
        if (file_ == nullptr) throw MissingFileError("cannot open '" + path + "'; check the path");
    }

    void unpack(const std::string& folder, const std::vector<std::string>& wanted, const UnpackProgress& progress) {
        std::set<std::string> missing(wanted.begin(), wanted.end());
        TarBlock header{};
        while (next(header)) {
            if (std::all_of(header.begin(), header.end(), [](char c) { return c == 0; })) break; // end of the archive
            check(header);
            const std::int64_t size = number(header, size_at, 12);
            const char kind = header[kind_at];
            const std::string name = last_name(header);
            if ((kind == '0' || kind == 0) && missing.erase(name) > 0) {
                AtomicFile out(folder + "/" + name);
                copy(size, [&](std::string_view part) {
                    out.write(part);
                    written_ += static_cast<std::int64_t>(part.size());
                    if (progress) progress(written_);
                });
                out.commit();
            } else {
                copy(size, [](std::string_view) {});
            }
        }
        if (!missing.empty()) fail(fmt::format("the archive holds no file '{}'", fmt::join(missing, "', '")));
    }

private:
    /// False at the end of the file.
    bool next(TarBlock& block) {
        const int got = ::gzread(file_.get(), block.data(), tar_block);
        int status = Z_OK;
        const char* reason = ::gzerror(file_.get(), &status);
        if (got < 0 || (status != Z_OK && status != Z_STREAM_END))
            fail(status == Z_BUF_ERROR ? "the compressed data ends too early; get a fresh copy"
                                       : fmt::format("the compressed data is damaged ({}); get a fresh copy", reason));
        if (got != 0 && static_cast<std::size_t>(got) != tar_block) fail("the archive ends inside a block");
        return got != 0;
    }

    template <class Take>
    void copy(std::int64_t size, const Take& take) {
        TarBlock block{};
        for (std::int64_t left = size; left > 0; left -= static_cast<std::int64_t>(tar_block)) {
            if (!next(block)) fail("the archive ends inside a file");
            take(std::string_view(block.data(), static_cast<std::size_t>(std::min<std::int64_t>(left, tar_block))));
        }
    }

    void check(const TarBlock& header) const {
        std::int64_t sum = 0;
        for (std::size_t i = 0; i < tar_block; ++i)
            sum += i >= sum_at && i < sum_at + sum_length ? ' ' : static_cast<unsigned char>(header[i]);
        if (number(header, sum_at, sum_length) != sum) fail("found no tar header where one should be");
    }

    std::int64_t number(const TarBlock& header, std::size_t at, std::size_t length) const {
        std::int64_t value = 0;
        for (std::size_t i = at; i < at + length && header[i] != 0; ++i) {
            if (header[i] == ' ') continue;
            if (header[i] < '0' || header[i] > '7') fail("found a tar header with a number that is not octal");
            value = 8 * value + (header[i] - '0');
        }
        return value;
    }

    static std::string last_name(const TarBlock& header) {
        const std::string_view field(header.data(), tar_name);
        const std::string_view name = field.substr(0, field.find('\0'));
        const std::size_t slash = name.rfind('/');
        return std::string(slash == std::string_view::npos ? name : name.substr(slash + 1));
    }

    [[noreturn]] void fail(const std::string& message) const { throw FormatError(path_, message); }

    const std::string& path_;
    std::unique_ptr<gzFile_s, int (*)(gzFile_s*)> file_;
    std::int64_t written_ = 0;
};

} // namespace

void unpack_tar_gz(const std::string& archive, const std::string& folder, const std::vector<std::string>& wanted,
                   const UnpackProgress& progress) {
    require_readable(archive);
    TarReader(archive).unpack(folder, wanted, progress);
}

} // namespace fracbit::models
