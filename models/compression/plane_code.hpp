// The XOR code of a plane: chosen by trial, then used for every part of the layer.
#pragma once

#include "models/compression/compression_options.hpp"
#include "models/gf2/bit_vector.hpp"
#include "models/model/stored_plane.hpp"
#include "models/xor/xor_network.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace fracbit::models {

/// An n_out that was tried on a sample, and what it would cost the plane.
struct CodeTrial {
    int n_out = 0;
    double bits_per_weight = 0;
};

struct PlaneCode {
    std::shared_ptr<const XorNetwork> network;
    int block_slices = 0;          ///< counted: that of the options, or the cheapest of the sample
    std::vector<CodeTrial> trials; ///< empty if n_out was given
};

/// The code of plane `plane` for elements in storage order, `care` telling which count. With n_out = 0 the cheapest of
/// some 15 trials on a sample: choose_rate (models/encoding/rate_search.hpp), or the same climb with registers. Equal
/// input, equal code. The options must be valid.
PlaneCode choose_code(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths,
                      const CompressionOptions& options, int plane);

StoredPlane encode_with(const PlaneCode& code, const BitVector& codes, const BitVector& care,
                        std::span<const std::int64_t> run_lengths, const CompressionOptions& options);

/// Format of the patches: with registers always gaps.
PatchFormat patch_format(const CompressionOptions& options);

} // namespace fracbit::models
