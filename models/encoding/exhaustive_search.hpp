// The best seed of a slice, found by trying all 2^n_in: what other searches are held against.
#pragma once

#include "models/encoding/slice_encoder.hpp"

#include <cstdint>
#include <span>

namespace fracbit::models {

/// As SliceEncoder::encode; n_in <= max_n_in_of_exhaustive_search. Walks the seeds in Gray-code order, so that each
/// step adds one column of the care rows.
EncodedSlice search_all_seeds(std::span<const std::uint64_t> rows, int n_in, const SliceWords& codes,
                              const SliceWords& care, SliceWords& flips);

} // namespace fracbit::models
