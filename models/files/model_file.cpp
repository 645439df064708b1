#include "models/files/model_file.hpp"

#include "models/core/error.hpp"
#include "models/files/binary_file.hpp"
#include "models/files/file_seal.hpp"
#include "models/files/float_dataset.hpp"
#include "models/files/hdf5_reader.hpp"
#include "models/files/hdf5_writer.hpp"
#include "models/files/model_layout.hpp"
#include "models/files/reference_layout.hpp"
#include "models/files/trial.hpp"
#include "models/model/model_check.hpp"

#include <fmt/format.h>
#include <mutex>

namespace fracbit::models {
namespace {

// HDF5 serializes its calls itself; this keeps other threads out of it while `try_reading` forks.
std::mutex& hdf5_mutex() {
    static std::mutex mutex;
    return mutex;
}

Model read_layout(const std::string& path, bool sealed) {
    const Hdf5Reader file(path);
    const bool stated = file.has_attribute("/", "format_version");
    const auto version = stated ? file.integer("/", "format_version") : 1;
    if (version < 1 || version > model_layout_version)
        file.fail("/", "format_version",
                  fmt::format("found {}, this program reads 1 to {}; a newer version of fracbit may read it", version,
                              model_layout_version));
    if (version == 1) return read_reference_layout(file);
    if (!sealed)
        throw FormatError(file.path(), {{}, {}, 0, {}},
                          "the seal in the first 512 bytes is missing or damaged; get a fresh copy");
    return read_model_layout(file);
}

} // namespace

Model read_model(const std::string& path) {
    require_readable(path);
    const std::scoped_lock lock(hdf5_mutex());
    const bool sealed = check_seal(path);
    if (!sealed) try_reading(path, [&] { read_layout(path, sealed); });
    auto model = read_layout(path, sealed);
    try {
        validate(model);
    } catch (const ConfigError& error) {
        throw FormatError(path, error.what());
    }
    return model;
}

FloatArray read_float_dataset(const std::string& path, const std::string& dataset) {
    require_readable(path);
    const std::scoped_lock lock(hdf5_mutex());
    const auto read = [&] {
        const Hdf5Reader file(path);
        const auto name = dataset.rfind('/', 0) == 0 ? dataset : "/" + dataset;
        const auto shape = file.shape(name);
        return FloatArray{shape, file.floats(name, shape)};
    };
    if (!check_seal(path)) try_reading(path, [&] { read(); });
    return read();
}

void write_model(const Model& model, const std::string& path) {
    validate(model);
    const std::scoped_lock lock(hdf5_mutex());
    Hdf5Writer file(path);
    write_model_layout(model, file);
    file.commit();
}

} // namespace fracbit::models
