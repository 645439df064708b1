// Patches to and from the streams that memory holds (PatchStream in models/model/stored_plane.hpp says what they are).
#pragma once

#include "models/encoding/patch_writer.hpp"
#include "models/model/stored_plane.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

inline constexpr int max_count_width = 11; ///< a slice of 1024 elements has at most 1024 patches

/// `patches_per_run[r]`: the elements of run r that are to be flipped, counted from the run's first, strictly ascending
/// and below `run_lengths[r]`. `parameter`: counted: block_slices >= 1; gaps: gap_bits in 1..max_gap_bits; none:
/// unused, and there may be no patch. `n_out`: 1..1024, the length of a slice; only `counted` uses it. Throws
/// ConfigError.
PatchStream write_patches(PatchFormat format, std::span<const std::vector<std::int64_t>> patches_per_run,
                          std::span<const std::int64_t> run_lengths, int n_out, int parameter);

/// The patches of one run, as write_patches took them; any run, in any order. Throws ConfigError if the stream has no
/// such run or its parameters are out of range; FormatError if its bits are not what the format says: they end early
/// or late, a patch lies past the slice or the run, patches do not ascend, or a count is wider than 11 bits.
std::vector<std::int64_t> read_patches(const PatchStream& stream, std::int64_t run, std::int64_t run_length, int n_out);

/// The `gap_bits` that store these patches in the fewest bits (the least of them), and how many bits those are.
struct GapChoice {
    int gap_bits = 1;
    std::int64_t bits = 0;
};
GapChoice best_gap_bits(std::span<const std::vector<std::int64_t>> patches_per_run);

} // namespace fracbit::models
