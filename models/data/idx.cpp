#include "models/data/idx.hpp"

#include "models/core/error.hpp"
#include "models/files/binary_file.hpp"
#include "models/files/gzip.hpp"

#include <fmt/format.h>

namespace fracbit::models {
namespace {

constexpr std::size_t largest_file = std::size_t{1} << 34; // 60,000 images of 224 x 224 x 3 fit, damaged sizes do not

class Reader {
public:
    Reader(const std::string& path, int dimensions)
        : path_(path), header_(4 + 4 * static_cast<std::size_t>(dimensions)), stored_(read_bytes(path)),
          zipped_(is_gzip(stored_)), data_(zipped_ ? gunzip(stored_, header_, path) : stored_) {}

    IdxFile read() {
        check_magic();
        IdxFile file;
        std::size_t expected = 1;
        for (std::size_t at = 4; at < header_; at += 4) {
            const auto size = number(at);
            if (size == 0) fail(at, "found a dimension of 0, allowed is 1 or more");
            if (size > largest_file / expected) fail(at, fmt::format("found a dimension of {}, which is absurd", size));
            expected *= size;
            file.sizes.push_back(size);
        }
        if (zipped_) data_ = gunzip(stored_, header_ + expected + 1, path_);
        if (data_.size() - header_ < expected)
            fail(data_.size(), fmt::format("found {} values, the sizes call for {}; the file is truncated",
                                           data_.size() - header_, expected));
        if (data_.size() - header_ > expected)
            fail(header_ + expected, fmt::format("found more than the {} values that the sizes call for", expected));
        file.values.assign(data_.begin() + static_cast<std::ptrdiff_t>(header_), data_.end());
        return file;
    }

private:
    void check_magic() const {
        const auto dimensions = header_ / 4 - 1;
        const auto magic = 0x800U + static_cast<std::uint32_t>(dimensions);
        if (data_.size() >= 4 && number(0) != magic)
            fail(0, fmt::format("found magic number {:#010x}, expected {:#010x} (bytes in {} dimension{})", number(0),
                                magic, dimensions, dimensions == 1 ? "" : "s"));
        if (data_.size() < header_)
            fail(data_.size(), fmt::format("found {} bytes, an IDX header with {} dimension{} has {}", data_.size(),
                                           dimensions, dimensions == 1 ? "" : "s", header_));
    }

    std::uint32_t number(std::size_t at) const {
        std::uint32_t value = 0;
        for (std::size_t i = at; i < at + 4; ++i) value = value << 8U | data_[i];
        return value;
    }

    [[noreturn]] void fail(std::size_t at, const std::string& message) const {
        throw FormatError(path_, {{}, {}, static_cast<std::int64_t>(at), {}}, message);
    }

    const std::string& path_;
    std::size_t header_;
    std::vector<std::uint8_t> stored_;
    bool zipped_;
    std::vector<std::uint8_t> data_;
};

} // namespace

IdxFile read_idx(const std::string& path, int dimensions) { return Reader(path, dimensions).read(); }

} // namespace fracbit::models
