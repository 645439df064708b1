// Fewer patches for a slice that elimination gives several: the search for a light error pattern with a given syndrome
// in one information set (E. Prange, "The use of information sets in decoding cyclic codes", 1962; with up to two
// errors inside the set as in P. J. Lee and E. F. Brickell, 1988).
#pragma once

#include "models/encoding/slice_encoder.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace fracbit::models {

/// As SliceEncoder::encode. Every care row that depends on accepted rows is a check: it agrees or not, and patching an
/// accepted row turns all checks that contain it. Patches no, one or two accepted rows, those that leave the fewest
/// patches in all (fewer rows first, then in row order), and the checks that then disagree. Nothing if there are more
/// than 64 checks: n_out is far too large then.
std::optional<EncodedSlice> exchange_patches(std::span<const std::uint64_t> rows, const SliceWords& codes,
                                             const SliceWords& care, SliceWords& flips);

} // namespace fracbit::models
