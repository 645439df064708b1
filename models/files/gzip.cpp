#include "models/files/gzip.hpp"

#include "models/core/error.hpp"

#include <algorithm>
#include <zlib.h>

namespace fracbit::models {
namespace {

constexpr int gzip_only = 15 + 16;          // window bits, and zlib's flag for the gzip wrapper
constexpr std::size_t step_bytes = 1 << 20; // memory follows what comes out, not what a damaged header promises

class Inflater {
public:
    Inflater() {
        if (::inflateInit2(&stream, gzip_only) != Z_OK) throw Error("zlib cannot start: out of memory");
    }
    ~Inflater() { ::inflateEnd(&stream); }
    Inflater(const Inflater&) = delete;
    Inflater& operator=(const Inflater&) = delete;
    z_stream stream{};
};

/// What stands behind a member: another one, padding with zeros as tapes have it, or nothing.
bool another_member(std::span<const std::uint8_t> rest, const FileLocation& here, const std::string& path) {
    if (is_gzip(rest)) return true;
    if (std::any_of(rest.begin(), rest.end(), [](std::uint8_t byte) { return byte != 0; }))
        throw FormatError(path, here,
                          "the compressed data ends, but " + std::to_string(rest.size()) +
                              " more bytes follow; get a fresh copy");
    return false;
}

} // namespace

bool is_gzip(std::span<const std::uint8_t> bytes) { return bytes.size() >= 2 && bytes[0] == 0x1f && bytes[1] == 0x8b; }

std::vector<std::uint8_t> gunzip(std::span<const std::uint8_t> bytes, std::size_t limit, const std::string& path) {
    Inflater inflater;
    z_stream& stream = inflater.stream;
    std::vector<std::uint8_t> out;
    std::size_t used = 0;
    while (out.size() < limit) {
        const auto step = std::min(step_bytes, limit - out.size());
        const auto given = static_cast<uInt>(std::min<std::size_t>(bytes.size() - used, 1U << 30));
        const auto filled = out.size();
        out.resize(filled + step);
        stream.next_in = const_cast<Bytef*>(bytes.data() + used); // zlib's interface predates const
        stream.avail_in = given;
        stream.next_out = out.data() + filled;
        stream.avail_out = static_cast<uInt>(step);
        const int status = ::inflate(&stream, Z_NO_FLUSH);
        used += given - stream.avail_in;
        out.resize(filled + step - stream.avail_out);
        const FileLocation here{{}, {}, static_cast<std::int64_t>(used), {}};
        if (status == Z_STREAM_END) {
            if (!another_member(bytes.subspan(used), here, path)) return out;
            ::inflateReset(&stream);
            continue;
        }
        if (status == Z_BUF_ERROR || (status == Z_OK && used == bytes.size() && stream.avail_out > 0))
            throw FormatError(path, here, "the compressed data ends too early; get a fresh copy");
        if (status != Z_OK)
            throw FormatError(path, here,
                              std::string("the compressed data is damaged (") +
                                  (stream.msg == nullptr ? "no reason given" : stream.msg) + "); get a fresh copy");
    }
    return out;
}

} // namespace fracbit::models
