// Fewer patches for a slice that elimination gives several: the search for a light error pattern with a given syndrome
// in one information set (E. Prange, "The use of information sets in decoding cyclic codes", 1962; with up to two
// errors inside the set as in P. J. Lee and E. F. Brickell, 1988).
#pragma once

#include "models/encoding/slice_words.hpp"

#include <array>
#include <cstdint>
#include <span>

namespace fracbit::models {

/// Rows that elimination accepts and that should be patched all the same.
struct ExchangedPatches {
    int count = 0;
    std::array<int, 2> places{};
    [[nodiscard]] std::span<const int> rows() const { return {places.data(), static_cast<std::size_t>(count)}; }
};

/// Every care row that depends on accepted rows is a check: it agrees or not, and flipping an accepted row turns all
/// checks that contain it. Of no, one or two accepted rows, those that leave the fewest patches in all (the first such
/// in row order, fewer rows first). None if there are more than 64 checks: then n_out is far too large anyway.
ExchangedPatches patches_to_exchange(std::span<const std::uint64_t> rows, const SliceWords& codes,
                                     const SliceWords& care);

} // namespace fracbit::models
