// Encodes one plane of pruned weights: seeds of an XOR network, and patches where they do not do (design section 2;
// "Structured Compression by Weight Encryption", arXiv 1905.10138).
#pragma once

#include "models/core/cancelled.hpp"
#include "models/encoding/slice_encoder.hpp"
#include "models/gf2/bit_vector.hpp"
#include "models/model/stored_plane.hpp"

#include <cstdint>
#include <memory>
#include <span>

namespace fracbit::models {

struct EncodeOptions {
    PatchFormat format = PatchFormat::counted; ///< none: ConfigError if a patch is needed
    int block_slices = 8;                      ///< counted: slices that share a width of counts
    int gap_bits = 11;                         ///< gaps
    SeedSearch search = SeedSearch::exchange;
    CancelCheck cancelled{}; ///< asked for every 65,536 elements or so
};

/// `codes`, `care`: the plane's elements in storage order, run after run; only care elements (1) must decode to their
/// codes. Uses the threads of the calling TBB arena; the result does not depend on their number. Beside input and
/// result it holds the patches of 4 M elements and little else. Throws ConfigError: lengths that do not fit each other,
/// no network, options out of range; Cancelled.
StoredPlane encode_plane(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths,
                         std::shared_ptr<const XorNetwork> network, const EncodeOptions& options);

/// Throws ConfigError if codes, care bits and runs are not as many elements, or a run has a negative length.
void check_plane(const BitVector& codes, const BitVector& care, std::span<const std::int64_t> run_lengths);

} // namespace fracbit::models
