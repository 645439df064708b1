// From a trained model to integers: activation scales from calibrated ranges, weights in the format the machine is to
// run.
#pragma once

#include "models/inference/calibration.hpp"
#include "models/model/quantized.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace fracbit::models {

struct QuantizeOptions {
    /// Default: encrypted planes stay flexor, sparse ones sparse, binary planes binary, shift weights shift or
    /// shift_xor, float weights become dense8. Encrypted planes also go to binary and dense8, sparse ones to dense8
    /// and, with q = 1, to csr, binary planes to dense8, shift weights to dense8 and, decrypted, to shift. `sparse` and
    /// `csr` are for the layers that are sparse, `shift` and `shift_xor` for those of shift weights; the others keep
    /// their default.
    std::optional<WeightFormat> format;
    /// Of binary planes, plain shift weights, and of csr, which is never k_major; encrypted planes keep row_major,
    /// sparse ones their own order.
    StorageOrder order = StorageOrder::row_major;
    std::int64_t group_rows = 0;   ///< k_major, tiled, csr
    std::int64_t tile_columns = 0; ///< tiled
    int csr_decoders = 0;          ///< csr: that share the rows of a row group
    /// Of every tensor that a layer with binary codes reads, itself or through max pools; all others have 8, and so has
    /// the last layer's output. Outputs whose levels the model states keep those: they must have no more bits than
    /// this.
    int activation_bits = 8;
};

/// Throws ConfigError for a format or order that the weights cannot be brought into, for kinds that a Model holds no
/// parameters of, and where check_ranges fails.
QuantizedNetwork quantize(const Model& model, const CalibrationRanges& ranges, const QuantizeOptions& options = {});

/// Scale and zero point whose `bits`-bit range just covers `range` and 0. An empty range gets scale 1.
ActivationScale scale_of(const ValueRange& range, int bits);

/// Pixels as stored activations: llround(pixel / 255 / scale) + zero point. With 8 bits the pixels themselves.
std::vector<std::uint8_t> quantize_pixels(std::span<const std::uint8_t> pixels, const ActivationScale& scale);

} // namespace fracbit::models
