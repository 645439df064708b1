// Model files (HDF5). Two layouts: version 1, that of the reference models in examples/models (reference_layout.hpp),
// which is read; and versions 2 to 4, our own (model_layout.hpp), which are read and written.
#pragma once

#include "models/model/model.hpp"

#include <string>

namespace fracbit::models {

/// Throws MissingFileError if the file cannot be opened. Everything wrong inside it is a FormatError that names the
/// file and the data set, group or byte offset: not HDF5, truncated, damaged, missing or unfit parts, bits other than 0
/// and 1, numbers that are not finite, layers that do not chain, a newer format version.
Model read_model(const std::string& path);

/// Writes our own layout, sealed and atomically; equal models give equal bytes. Throws ConfigError if the model's
/// parts do not fit together (models/model/model_check.hpp) and IoError if the file cannot be written.
void write_model(const Model& model, const std::string& path);

} // namespace fracbit::models
