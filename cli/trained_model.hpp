// A model file on its way to integers: decoded bits are checked, scales are calibrated.
#pragma once

#include "models/config/architecture.hpp"
#include "models/inference/quantizer.hpp"
#include "models/model/model.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace fracbit::cli {

/// Weight bits of the file, all planes of all layers, and how many the file itself claims. A claim that decoding does
/// not give is a FormatError that names layer and plane.
struct BitCheck {
    std::int64_t decoded = 0;
    std::int64_t checked = 0;
};
BitCheck check_claimed_bits(const models::Model& model, const std::string& path);

/// Reads the model and checks its claimed bits.
models::Model read_checked_model(const std::string& path, BitCheck& bits);

/// How the model is brought to this machine. Encrypted planes and powers of two keep the order that they were trained
/// in, sparse ones the one that they were encoded in; everything that is stored anew is k-major (csr: tiled), cut by
/// the array's rows. `format` and `storage`: as on the command line.
models::QuantizeOptions quantize_options(const models::Model& model, const std::string& format,
                                         const std::string& storage, const models::Architecture& architecture);

} // namespace fracbit::cli
