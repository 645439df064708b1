// Builds an HDF5 file in memory and writes it in one piece, sealed (file_seal.hpp) and atomically. Equal contents give
// equal bytes: no time stamps, one library format (1.10). Data sets are chunked, compressed and carry check sums.
#pragma once

#include "models/files/hdf5_handle.hpp"
#include "models/files/hdf5_reader.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace fracbit::models {

class Hdf5Writer {
public:
    /// `path` is for messages and `commit`; nothing is opened before.
    explicit Hdf5Writer(std::string path);
    ~Hdf5Writer();
    Hdf5Writer(const Hdf5Writer&) = delete;
    Hdf5Writer& operator=(const Hdf5Writer&) = delete;

    /// Objects are named from the root ("/layers/0"); a group must exist before what lies in it.
    void group(const std::string& name);
    void integer(const std::string& object, const std::string& name, std::int64_t value);
    void integers(const std::string& object, const std::string& name, std::span<const std::int64_t> values);
    void real(const std::string& object, const std::string& name, double value);
    void text(const std::string& object, const std::string& name, const std::string& value);
    void bytes(const std::string& dataset, const Hdf5Shape& shape, std::span<const std::uint8_t> values);
    void numbers(const std::string& dataset, const Hdf5Shape& shape, std::span<const std::int64_t> values);
    void floats(const std::string& dataset, const Hdf5Shape& shape, std::span<const float> values);

    /// Closes and writes the file; throws IoError (full disk, missing folder) and then leaves nothing behind.
    void commit();

private:
    struct Image;
    [[nodiscard]] std::string close();
    void attribute(const std::string& object, const std::string& name, Hdf5Handle::Id type, Hdf5Handle::Id memory_type,
                   const Hdf5Handle& space, const void* value);
    void dataset(const std::string& name, const Hdf5Shape& shape, Hdf5Handle::Id type, Hdf5Handle::Id memory_type,
                 std::size_t values, const void* data);
    [[noreturn]] void fail(const std::string& object) const;

    std::string path_;
    std::unique_ptr<Image> image_; ///< before the file, which writes to it when it closes
    Hdf5Handle file_;
};

} // namespace fracbit::models
