// The codes of a stored plane, without a clock: what decode(encode(...)) must give back on every care element.
#pragma once

#include "models/gf2/bit_vector.hpp"
#include "models/model/stored_plane.hpp"

#include <cstdint>
#include <span>

namespace fracbit::models {

/// `run_lengths`: elements of each run, in order. Works for any patch format and any number of registers; without a
/// network the bits are the codes. Elements that were no care elements come out as they come. Throws ConfigError if the
/// plane does not hold as many bits as the runs need, or n_in is no multiple of N_s + 1; FormatError: bad patches.
BitVector decode_plane(const StoredPlane& plane, std::span<const std::int64_t> run_lengths);

} // namespace fracbit::models
