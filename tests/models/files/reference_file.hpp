// A small file in the reference layout, every part of which a test can change before it is written.
#pragma once

#include "models/files/hdf5_writer.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <variant>
#include <vector>

namespace fracbit::tests {

struct ByteData {
    models::Hdf5Shape shape;
    std::vector<std::uint8_t> values;
};

struct FloatData {
    models::Hdf5Shape shape;
    std::vector<float> values;
};

using Value = std::variant<std::int64_t, std::vector<std::int64_t>, double, std::string, ByteData, FloatData>;

/// Attributes are keyed "GROUP@NAME" ("/@q", "/layers/0@kind"), data sets by their path.
using ReferenceFile = std::map<std::string, Value>;

/// 1x28x28 -> conv1 (2 channels, 5x5, stride 4, pool 2) -> fc (3 outputs); q = 2, 4 -> 10, 2 taps; claimed bits;
/// golden.
ReferenceFile reference_file();
/// The same network with float32 weights.
ReferenceFile float_reference_file();

void write(const ReferenceFile& file, const std::string& path);

} // namespace fracbit::tests
