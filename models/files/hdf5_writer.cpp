#include "models/files/hdf5_writer.hpp"

#include "models/core/error.hpp"
#include "models/files/atomic_file.hpp"
#include "models/files/file_seal.hpp"

#include <algorithm>
#include <cstdlib>
#include <hdf5.h>

namespace fracbit::models {
namespace {

constexpr hsize_t chunk_elements = 1 << 18;

// The file grows in steps of this; what is left of the last step are zero bytes, which HDF5 ignores.
constexpr std::size_t growth_bytes = 4096;

/// Whole inner dimensions as far as they fit into a chunk, a part of the next one, 1 outside of it.
std::vector<hsize_t> chunk_of(const Hdf5Shape& shape) {
    std::vector<hsize_t> chunk(shape.size(), 1);
    hsize_t room = chunk_elements;
    for (std::size_t i = shape.size(); i-- > 0 && room > 1; room /= chunk[i])
        chunk[i] = std::clamp<hsize_t>(shape[i], 1, room); // at least 1 where a dimension is empty
    return chunk;
}

} // namespace

// The memory driver gets its buffer from these functions; at close they keep it instead of freeing it. (The library's
// own way, H5Fget_file_image, spoils the check sum of the superblock.)
struct Hdf5Writer::Image {
    void* bytes = nullptr;
    std::size_t size = 0;

    Image() = default;
    ~Image() { std::free(bytes); }
    Image(const Image&) = delete;
    Image& operator=(const Image&) = delete;

    static void* resize(void* bytes, std::size_t size, H5FD_file_image_op_t /*operation*/, void* image) {
        static_cast<Image*>(image)->size = size;
        return std::realloc(bytes, size);
    }
    static herr_t release(void* bytes, H5FD_file_image_op_t operation, void* image) {
        if (operation == H5FD_FILE_IMAGE_OP_FILE_CLOSE)
            static_cast<Image*>(image)->bytes = bytes;
        else
            std::free(bytes);
        return 0;
    }
    static void* share(void* image) { return image; }
    static herr_t keep_shared(void* /*image*/) { return 0; }

    H5FD_file_image_callbacks_t callbacks() {
        return {nullptr, nullptr, &resize, &release, &share, &keep_shared, this};
    }
};

Hdf5Writer::Hdf5Writer(std::string path) : path_(std::move(path)), image_(std::make_unique<Image>()) {
    silence_hdf5();
    const Hdf5Handle access(H5Pcreate(H5P_FILE_ACCESS), &H5Pclose);
    const Hdf5Handle creation(H5Pcreate(H5P_FILE_CREATE), &H5Pclose);
    // In memory only: a full disk then meets AtomicFile, not HDF5, whose close reports success on it.
    H5Pset_fapl_core(access.id(), growth_bytes, 0);
    auto callbacks = image_->callbacks();
    H5Pset_file_image_callbacks(access.id(), &callbacks);
    H5Pset_libver_bounds(access.id(), H5F_LIBVER_V110, H5F_LIBVER_V110);
    H5Pset_fclose_degree(access.id(), H5F_CLOSE_STRONG);
    H5Pset_obj_track_times(creation.id(), 0);
    // The driver would load a file of the same name; nothing can exist below a device.
    const auto name = "/dev/null/" + std::to_string(reinterpret_cast<std::uintptr_t>(image_.get()));
    file_ = Hdf5Handle(H5Fcreate(name.c_str(), H5F_ACC_TRUNC, creation.id(), access.id()), &H5Fclose);
    if (!file_.valid()) fail("/");
}

Hdf5Writer::~Hdf5Writer() = default;

void Hdf5Writer::fail(const std::string& object) const {
    throw IoError("cannot build '" + path_ + "' at " + object + ": " + hdf5_reason());
}

void Hdf5Writer::group(const std::string& name) {
    const Hdf5Handle creation(H5Pcreate(H5P_GROUP_CREATE), &H5Pclose);
    H5Pset_obj_track_times(creation.id(), 0);
    const Hdf5Handle made(H5Gcreate2(file_.id(), name.c_str(), H5P_DEFAULT, creation.id(), H5P_DEFAULT), &H5Gclose);
    if (!made.valid()) fail(name);
}

void Hdf5Writer::attribute(const std::string& object, const std::string& name, Hdf5Handle::Id type,
                           Hdf5Handle::Id memory_type, const Hdf5Handle& space, const void* value) {
    const Hdf5Handle made(H5Acreate_by_name(file_.id(), object.c_str(), name.c_str(), type, space.id(), H5P_DEFAULT,
                                            H5P_DEFAULT, H5P_DEFAULT),
                          &H5Aclose);
    if (!made.valid() || H5Awrite(made.id(), memory_type, value) < 0) fail(object + ", attribute '" + name + "'");
}

void Hdf5Writer::integer(const std::string& object, const std::string& name, std::int64_t value) {
    const Hdf5Handle space(H5Screate(H5S_SCALAR), &H5Sclose);
    attribute(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, space, &value);
}

void Hdf5Writer::integers(const std::string& object, const std::string& name, std::span<const std::int64_t> values) {
    const hsize_t size = values.size();
    const Hdf5Handle space(H5Screate_simple(1, &size, nullptr), &H5Sclose);
    attribute(object, name, H5T_STD_I64LE, H5T_NATIVE_INT64, space, values.data());
}

void Hdf5Writer::real(const std::string& object, const std::string& name, double value) {
    const Hdf5Handle space(H5Screate(H5S_SCALAR), &H5Sclose);
    attribute(object, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, space, &value);
}

void Hdf5Writer::text(const std::string& object, const std::string& name, const std::string& value) {
    const Hdf5Handle type(H5Tcopy(H5T_C_S1), &H5Tclose);
    H5Tset_size(type.id(), H5T_VARIABLE);
    H5Tset_cset(type.id(), H5T_CSET_UTF8);
    const Hdf5Handle space(H5Screate(H5S_SCALAR), &H5Sclose);
    const char* characters = value.c_str();
    attribute(object, name, type.id(), type.id(), space, &characters);
}

void Hdf5Writer::dataset(const std::string& name, const Hdf5Shape& shape, Hdf5Handle::Id type,
                         Hdf5Handle::Id memory_type, std::size_t values, const void* data) {
    const std::vector<hsize_t> sizes(shape.begin(), shape.end());
    const auto chunk = chunk_of(shape);
    const Hdf5Handle space(H5Screate_simple(static_cast<int>(sizes.size()), sizes.data(), nullptr), &H5Sclose);
    if (!space.valid() || H5Sget_simple_extent_npoints(space.id()) != static_cast<hssize_t>(values))
        throw IoError("cannot build '" + path_ + "' at " + name + ": shape " + to_text(shape) + " does not hold " +
                      std::to_string(values) + " values");
    const Hdf5Handle creation(H5Pcreate(H5P_DATASET_CREATE), &H5Pclose);
    H5Pset_obj_track_times(creation.id(), 0);
    H5Pset_chunk(creation.id(), static_cast<int>(chunk.size()), chunk.data());
    H5Pset_deflate(creation.id(), 6);
    H5Pset_fletcher32(creation.id());
    const Hdf5Handle made(
        H5Dcreate2(file_.id(), name.c_str(), type, space.id(), H5P_DEFAULT, creation.id(), H5P_DEFAULT), &H5Dclose);
    if (!made.valid() || H5Dwrite(made.id(), memory_type, H5S_ALL, H5S_ALL, H5P_DEFAULT, data) < 0) fail(name);
}

void Hdf5Writer::bytes(const std::string& name, const Hdf5Shape& shape, std::span<const std::uint8_t> values) {
    dataset(name, shape, H5T_STD_U8LE, H5T_NATIVE_UINT8, values.size(), values.data());
}

void Hdf5Writer::numbers(const std::string& name, const Hdf5Shape& shape, std::span<const std::int64_t> values) {
    dataset(name, shape, H5T_STD_I64LE, H5T_NATIVE_INT64, values.size(), values.data());
}

void Hdf5Writer::floats(const std::string& name, const Hdf5Shape& shape, std::span<const float> values) {
    dataset(name, shape, H5T_IEEE_F32LE, H5T_NATIVE_FLOAT, values.size(), values.data());
}

std::string Hdf5Writer::close() {
    if (!file_.valid()) throw IoError("cannot finish '" + path_ + "': it is already finished");
    if (H5Fflush(file_.id(), H5F_SCOPE_GLOBAL) < 0) fail("/");
    file_ = Hdf5Handle();
    if (image_->bytes == nullptr) fail("/");
    return {static_cast<const char*>(image_->bytes), image_->size};
}

void Hdf5Writer::commit() {
    const auto contents = close();
    AtomicFile file(path_);
    file.write(make_seal(contents));
    file.write(contents);
    file.commit();
}

} // namespace fracbit::models
