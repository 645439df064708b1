#include "models/files/hdf5_reader.hpp"

#include "models/core/error.hpp"
#include "models/files/binary_file.hpp"

#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <hdf5.h>
#include <limits>

namespace fracbit::models {
namespace {

// Deflate shrinks no more than 1032 times (zlib's documentation): a data set that claims more than this is damaged.
constexpr std::int64_t largest_compression = 1100;
constexpr std::int64_t longest_attribute = 4096;

const char* class_name(H5T_class_t type_class) {
    switch (type_class) {
    case H5T_INTEGER:
        return "integers";
    case H5T_FLOAT:
        return "floats";
    case H5T_STRING:
        return "text";
    default:
        return "another type";
    }
}

std::string type_text(const Hdf5Handle& type) {
    const auto type_class = H5Tget_class(type.id());
    if (type_class != H5T_INTEGER && type_class != H5T_FLOAT) return class_name(type_class);
    return fmt::format("{}-bit {}", 8 * H5Tget_size(type.id()), class_name(type_class));
}

/// Product of the sizes, or -1 if one is negative or the product passes 2^62.
std::int64_t elements_of(const Hdf5Shape& shape) {
    std::int64_t product = 1;
    for (const auto size : shape) {
        if (size < 0 || (size > 0 && product > (std::int64_t{1} << 62) / size)) return -1;
        product *= size;
    }
    return product;
}

Hdf5Shape extent(const Hdf5Handle& space) {
    const int rank = H5Sget_simple_extent_ndims(space.id());
    if (rank < 0) return {-1};
    std::vector<hsize_t> sizes(static_cast<std::size_t>(rank));
    H5Sget_simple_extent_dims(space.id(), sizes.data(), nullptr);
    return {sizes.begin(), sizes.end()};
}

} // namespace

std::string to_text(const Hdf5Shape& shape) {
    if (shape.empty()) return "a single value";
    std::string text;
    for (const auto size : shape) text += fmt::format("[{}]", size);
    return text;
}

struct Hdf5Reader::Attribute {
    Hdf5Handle handle, type;
    std::int64_t elements = 0;
};

Hdf5Reader::Hdf5Reader(std::string path) : path_(std::move(path)) {
    require_readable(path_);
    silence_hdf5();
    if (H5Fis_hdf5(path_.c_str()) <= 0)
        throw FormatError(path_, {{}, {}, 0, {}}, "found no HDF5 signature; a model is an HDF5 file");
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), &H5Pclose);
    H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);
    file_ = Hdf5Handle(H5Fopen(path_.c_str(), H5F_ACC_RDONLY, access.id()), &H5Fclose);
    if (!file_.valid())
        throw FormatError(path_, "cannot open it as HDF5 (" + hdf5_reason() + "); it is damaged, get a fresh copy");
}

void Hdf5Reader::fail(const std::string& object, const std::string& message) const {
    throw FormatError(path_, {{}, {}, {}, object}, message);
}

void Hdf5Reader::fail(const std::string& object, const std::string& attribute, const std::string& message) const {
    fail(object, "attribute '" + attribute + "': " + message);
}

bool Hdf5Reader::has(const std::string& object) const {
    // H5Lexists wants every group on the way to exist
    for (auto end = object.find('/', 1);; end = object.find('/', end + 1)) {
        const auto part = object.substr(0, end);
        const auto found = H5Lexists(file_.id(), part.c_str(), H5P_DEFAULT);
        if (found < 0) fail(part, "cannot look it up (" + hdf5_reason() + ")");
        if (found == 0) return false;
        if (end == std::string::npos) return true;
    }
}

bool Hdf5Reader::has_attribute(const std::string& object, const std::string& name) const {
    const auto found = H5Aexists_by_name(file_.id(), object.c_str(), name.c_str(), H5P_DEFAULT);
    if (found < 0) fail(object, name, "cannot look it up (" + hdf5_reason() + ")");
    return found > 0;
}

std::int64_t Hdf5Reader::members(const std::string& group) const {
    if (!has(group)) fail(group, "missing group");
    H5G_info_t info{};
    if (H5Gget_info_by_name(file_.id(), group.c_str(), &info, H5P_DEFAULT) < 0)
        fail(group, "not a group that can be read (" + hdf5_reason() + ")");
    return static_cast<std::int64_t>(info.nlinks);
}

Hdf5Reader::Attribute Hdf5Reader::open_attribute(const std::string& object, const std::string& name) const {
    if (object != "/" && !has(object)) fail(object, "missing");
    if (!has_attribute(object, name)) fail(object, "missing attribute '" + name + "'");
    Attribute attribute;
    attribute.handle = {H5Aopen_by_name(file_.id(), object.c_str(), name.c_str(), H5P_DEFAULT, H5P_DEFAULT), &H5Aclose};
    if (!attribute.handle.valid()) fail(object, name, "cannot open it (" + hdf5_reason() + ")");
    attribute.type = {H5Aget_type(attribute.handle.id()), &H5Tclose};
    const Hdf5Handle space(H5Aget_space(attribute.handle.id()), &H5Sclose);
    if (!attribute.type.valid() || !space.valid()) fail(object, name, "cannot read its type (" + hdf5_reason() + ")");
    attribute.elements = elements_of(extent(space));
    if (attribute.elements < 0 || attribute.elements > longest_attribute)
        fail(object, name, fmt::format("found more than {} elements", longest_attribute));
    return attribute;
}

std::vector<std::int64_t> Hdf5Reader::integers(const std::string& object, const std::string& name) const {
    const auto attribute = open_attribute(object, name);
    if (H5Tget_class(attribute.type.id()) != H5T_INTEGER)
        fail(object, name, "found " + type_text(attribute.type) + ", expected integers");
    std::vector<std::int64_t> values(static_cast<std::size_t>(attribute.elements));
    if (!values.empty() && H5Aread(attribute.handle.id(), H5T_NATIVE_INT64, values.data()) < 0)
        fail(object, name, "cannot read it (" + hdf5_reason() + ")");
    return values;
}

std::int64_t Hdf5Reader::integer(const std::string& object, const std::string& name) const {
    const auto values = integers(object, name);
    if (values.size() != 1) fail(object, name, fmt::format("found {} values, expected one", values.size()));
    return values.front();
}

double Hdf5Reader::real(const std::string& object, const std::string& name) const {
    const auto attribute = open_attribute(object, name);
    if (H5Tget_class(attribute.type.id()) != H5T_FLOAT)
        fail(object, name, "found " + type_text(attribute.type) + ", expected a float");
    if (attribute.elements != 1) fail(object, name, fmt::format("found {} values, expected one", attribute.elements));
    double value = 0;
    if (H5Aread(attribute.handle.id(), H5T_NATIVE_DOUBLE, &value) < 0)
        fail(object, name, "cannot read it (" + hdf5_reason() + ")");
    return value;
}

std::string Hdf5Reader::text(const std::string& object, const std::string& name) const {
    const auto attribute = open_attribute(object, name);
    if (H5Tget_class(attribute.type.id()) != H5T_STRING)
        fail(object, name, "found " + type_text(attribute.type) + ", expected text");
    if (attribute.elements != 1) fail(object, name, fmt::format("found {} texts, expected one", attribute.elements));
    if (H5Tis_variable_str(attribute.type.id()) > 0) {
        const Hdf5Handle memory(H5Tcopy(attribute.type.id()), &H5Tclose);
        char* value = nullptr;
        if (H5Aread(attribute.handle.id(), memory.id(), &value) < 0)
            fail(object, name, "cannot read it (" + hdf5_reason() + ")");
        std::string text = value == nullptr ? "" : value;
        H5free_memory(value);
        return text;
    }
    const auto size = H5Tget_size(attribute.type.id());
    if (size > static_cast<std::size_t>(longest_attribute))
        fail(object, name, fmt::format("found a text of {} bytes, at most {} are allowed", size, longest_attribute));
    std::string text(size, '\0');
    if (H5Aread(attribute.handle.id(), attribute.type.id(), text.data()) < 0)
        fail(object, name, "cannot read it (" + hdf5_reason() + ")");
    text.resize(std::min(text.find('\0'), text.size()));
    return text;
}

Hdf5Handle Hdf5Reader::open_dataset(const std::string& dataset) const {
    if (!has(dataset)) fail(dataset, "missing data set");
    Hdf5Handle opened(H5Dopen2(file_.id(), dataset.c_str(), H5P_DEFAULT), &H5Dclose);
    if (!opened.valid()) fail(dataset, "cannot open it as a data set (" + hdf5_reason() + ")");
    return opened;
}

Hdf5Shape Hdf5Reader::shape_of(const Hdf5Handle& opened, const std::string& dataset) const {
    const Hdf5Handle space(H5Dget_space(opened.id()), &H5Sclose);
    if (!space.valid()) fail(dataset, "cannot read its shape (" + hdf5_reason() + ")");
    return extent(space);
}

Hdf5Shape Hdf5Reader::shape(const std::string& dataset) const { return shape_of(open_dataset(dataset), dataset); }

Hdf5Handle Hdf5Reader::open_dataset(const std::string& dataset, const Hdf5Shape& expected) const {
    auto opened = open_dataset(dataset);
    const auto found = shape_of(opened, dataset);
    if (found != expected) fail(dataset, "found shape " + to_text(found) + ", expected " + to_text(expected));
    const Hdf5Handle type(H5Dget_type(opened.id()), &H5Tclose);
    if (!type.valid()) fail(dataset, "cannot read its type (" + hdf5_reason() + ")");
    const auto stored = static_cast<std::int64_t>(H5Dget_storage_size(opened.id()));
    const auto elements = elements_of(found);
    const auto element_bytes = static_cast<std::int64_t>(H5Tget_size(type.id()));
    std::error_code unknown;
    const auto file_bytes = static_cast<std::int64_t>(std::filesystem::file_size(path_, unknown));
    if (unknown || elements < 0 || stored > file_bytes || elements > stored * largest_compression / element_bytes)
        fail(dataset, fmt::format("shape {} cannot come from {} stored bytes in a file of {} bytes", to_text(found),
                                  stored, file_bytes));
    return opened;
}

std::vector<std::uint8_t> Hdf5Reader::bytes(const std::string& dataset, const Hdf5Shape& expected) const {
    const auto opened = open_dataset(dataset, expected);
    const Hdf5Handle type(H5Dget_type(opened.id()), &H5Tclose);
    if (H5Tget_class(type.id()) != H5T_INTEGER || H5Tget_size(type.id()) != 1)
        fail(dataset, "found " + type_text(type) + ", expected 8-bit integers");
    std::vector<std::uint8_t> values(static_cast<std::size_t>(elements_of(expected)));
    if (H5Dread(opened.id(), H5T_NATIVE_UINT8, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
        fail(dataset, "cannot read it (" + hdf5_reason() + ")");
    return values;
}

std::vector<std::uint8_t> Hdf5Reader::bits(const std::string& dataset, const Hdf5Shape& expected) const {
    auto values = bytes(dataset, expected);
    for (std::size_t i = 0; i < values.size(); ++i)
        if (values[i] > 1) fail(dataset, fmt::format("element {} is {}, expected 0 or 1", i, values[i]));
    return values;
}

std::vector<std::int64_t> Hdf5Reader::numbers(const std::string& dataset, const Hdf5Shape& expected) const {
    const auto opened = open_dataset(dataset, expected);
    const Hdf5Handle type(H5Dget_type(opened.id()), &H5Tclose);
    if (H5Tget_class(type.id()) != H5T_INTEGER || H5Tget_size(type.id()) != sizeof(std::int64_t))
        fail(dataset, "found " + type_text(type) + ", expected 64-bit integers");
    std::vector<std::int64_t> values(static_cast<std::size_t>(elements_of(expected)));
    if (H5Dread(opened.id(), H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
        fail(dataset, "cannot read it (" + hdf5_reason() + ")");
    return values;
}

std::vector<float> Hdf5Reader::floats(const std::string& dataset, const Hdf5Shape& expected) const {
    const auto opened = open_dataset(dataset, expected);
    const Hdf5Handle type(H5Dget_type(opened.id()), &H5Tclose);
    if (H5Tget_class(type.id()) != H5T_FLOAT || H5Tget_size(type.id()) != sizeof(float))
        fail(dataset, "found " + type_text(type) + ", expected 32-bit floats");
    std::vector<float> values(static_cast<std::size_t>(elements_of(expected)));
    if (H5Dread(opened.id(), H5T_NATIVE_FLOAT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) < 0)
        fail(dataset, "cannot read it (" + hdf5_reason() + ")");
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isfinite(values[i]))
            fail(dataset, fmt::format("element {} is {}, expected a finite number", i, values[i]));
    return values;
}

} // namespace fracbit::models
