// Reads attributes and data sets of an HDF5 file. Nothing in the file is trusted: type, rank and shape are compared
// with what is expected before anything is allocated, and every failure is a FormatError that names the file and the
// object.
#pragma once

#include "models/files/hdf5_handle.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fracbit::models {

using Hdf5Shape = std::vector<std::int64_t>;

/// "[1][20][8]"
std::string to_text(const Hdf5Shape& shape);

class Hdf5Reader {
public:
    /// Throws MissingFileError, or FormatError if the file is not HDF5, is truncated, or breaks its seal
    /// (file_seal.hpp).
    explicit Hdf5Reader(std::string path);

    [[nodiscard]] const std::string& path() const { return path_; }

    /// Whether there is a group or data set of this name; names start with '/'.
    [[nodiscard]] bool has(const std::string& object) const;
    [[nodiscard]] bool has_attribute(const std::string& object, const std::string& name) const;
    /// Number of members of a group.
    [[nodiscard]] std::int64_t members(const std::string& group) const;

    [[nodiscard]] std::int64_t integer(const std::string& object, const std::string& name) const;
    [[nodiscard]] std::vector<std::int64_t> integers(const std::string& object, const std::string& name) const;
    [[nodiscard]] double real(const std::string& object, const std::string& name) const;
    [[nodiscard]] std::string text(const std::string& object, const std::string& name) const;

    [[nodiscard]] Hdf5Shape shape(const std::string& dataset) const;
    /// 8-bit integers in C order; the data set must have the expected shape.
    [[nodiscard]] std::vector<std::uint8_t> bytes(const std::string& dataset, const Hdf5Shape& expected) const;
    /// As `bytes`, where every element must be 0 or 1.
    [[nodiscard]] std::vector<std::uint8_t> bits(const std::string& dataset, const Hdf5Shape& expected) const;
    /// 64-bit integers in C order.
    [[nodiscard]] std::vector<std::int64_t> numbers(const std::string& dataset, const Hdf5Shape& expected) const;
    /// 32-bit floats in C order, all of them finite.
    [[nodiscard]] std::vector<float> floats(const std::string& dataset, const Hdf5Shape& expected) const;

    /// Throws FormatError for an object of this file.
    [[noreturn]] void fail(const std::string& object, const std::string& message) const;
    /// Throws FormatError for an attribute of an object.
    [[noreturn]] void fail(const std::string& object, const std::string& attribute, const std::string& message) const;

private:
    struct Attribute;
    [[nodiscard]] Attribute open_attribute(const std::string& object, const std::string& name) const;
    [[nodiscard]] Hdf5Handle open_dataset(const std::string& dataset, const Hdf5Shape& expected) const;
    [[nodiscard]] Hdf5Handle open_dataset(const std::string& dataset) const;
    [[nodiscard]] Hdf5Shape shape_of(const Hdf5Handle& opened, const std::string& dataset) const;

    std::string path_;
    Hdf5Handle file_;
};

} // namespace fracbit::models
