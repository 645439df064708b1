// Bits that patches take with each size of block or width of gap, so that the best can be chosen.
#pragma once

#include "models/model/stored_plane.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace fracbit::models {

/// Adds up runs. Candidates: blocks of 1..32 slices, then every eighth up to 128, then doubling up to 4096; gaps
/// of 1..32 bits.
class PatchCosts {
public:
    /// counted or gaps; for `none` there is nothing to choose and nothing to store.
    PatchCosts(PatchFormat format, int n_out);
    /// Patches of a run, as read_patches gives them.
    void add(std::span<const std::int64_t> patches, std::int64_t run_length);

    struct Choice {
        int parameter = 0; ///< block_slices or gap_bits; the least of the best
        std::int64_t counts = 0, locations = 0;
    };
    [[nodiscard]] Choice best() const;

private:
    void add_counts(std::span<const std::int64_t> patches, std::int64_t run_length);
    void add_gaps(std::span<const std::int64_t> patches);

    PatchFormat format_;
    int n_out_;
    std::vector<int> candidates_;
    std::vector<std::int64_t> bits_; // per candidate: of counts, or of gaps
    std::int64_t locations_ = 0;     // counted
};

/// The same patches with the block size or gap width that stores them best. FormatError where read_patches throws it.
PatchStream repacked(const PatchStream& stream, std::span<const std::int64_t> run_lengths, int n_out);

} // namespace fracbit::models
