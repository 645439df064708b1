#include "models/compression/npy_weights.hpp"

#include "models/core/error.hpp"
#include "models/files/npy_header.hpp"

#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <limits>

namespace fracbit::models {

NpyWeights::NpyWeights(std::string path) : path_(std::move(path)) {
    const NpyHeader header = read_npy_header(path_);
    const auto fail = [&](std::int64_t at, const std::string& message) {
        throw FormatError(path_, {{}, {}, at, {}}, message);
    };
    constexpr std::int64_t in_header = 10;
    if (header.type != "<f4" && header.type != "<f8")
        fail(in_header,
             fmt::format("found type '{}', weights are '<f4' or '<f8' (little-endian floats of 32 or 64 bits)",
                         header.type));
    if (header.fortran_order) fail(in_header, "found Fortran order; save numpy.ascontiguousarray(W) instead");
    if (header.shape.size() != 2 && header.shape.size() != 4)
        fail(in_header, fmt::format("found {} dimensions, weights have 2 (out, in) or 4 (out, in, height, width)",
                                    header.shape.size()));
    if (header.elements() == 0) fail(in_header, "found a dimension of 0, there must be at least one weight");
    shape_ = header.shape;
    columns_ = header.elements() / rows();
    offset_ = header.data_offset;
    doubles_ = header.type == "<f8";
    std::error_code unknown;
    const auto size = static_cast<std::int64_t>(std::filesystem::file_size(path_, unknown));
    const std::int64_t expected = offset_ + header.elements() * (doubles_ ? 8 : 4);
    if (unknown) throw FormatError(path_, "its size is not known; weights are read from a regular file");
    if (size != expected)
        fail(std::min(size, expected),
             fmt::format("the file has {} bytes, its array needs {}; it is damaged or truncated", size, expected));
    file_.open(path_, std::ios::binary);
}

std::span<const float> NpyWeights::read(std::int64_t first, std::int64_t count, std::vector<float>& buffer) const {
    const auto values = static_cast<std::size_t>(count * columns_);
    buffer.resize(values);
    file_.clear();
    if (!doubles_) {
        file_.seekg(offset_ + first * columns_ * 4);
        file_.read(reinterpret_cast<char*>(buffer.data()), static_cast<std::streamsize>(values * 4));
    } else {
        std::vector<double> row(static_cast<std::size_t>(columns_));
        file_.seekg(offset_ + first * columns_ * 8);
        for (std::size_t done = 0; done < values && file_; done += row.size()) {
            file_.read(reinterpret_cast<char*>(row.data()), static_cast<std::streamsize>(row.size() * 8));
            for (std::size_t i = 0; i < row.size(); ++i)
                buffer[done + i] = narrowed(row[i], first * columns_ + static_cast<std::int64_t>(done + i));
        }
    }
    if (!file_) throw IoError("cannot read rows " + std::to_string(first) + " on of '" + path_ + "': it has changed");
    return buffer;
}

float NpyWeights::narrowed(double weight, std::int64_t at) const {
    constexpr double most = std::numeric_limits<float>::max();
    if (std::isfinite(weight) && std::abs(weight) > most)
        throw FormatError(path_, {{}, {}, offset_ + at * 8, {}},
                          fmt::format("the weight in row {}, column {} is {:g}; weights are at most {:g}, what 32 bits "
                                      "hold: divide the array by a number",
                                      at / columns_, at % columns_, weight, most));
    return static_cast<float>(weight);
}

} // namespace fracbit::models
